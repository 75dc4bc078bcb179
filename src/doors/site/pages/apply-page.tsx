import type { ComponentChildren } from 'preact';
import { type OwnTexts, ownTextIn } from '../../../kernel/own-texts.ts';
import { type FieldName, fieldNames, fields, type TypedFields } from '../../../registration/fields.ts';
import type { FieldInput } from '../../../registration/rules/fields/field.ts';
import { AGREED } from '../../../registration/rules/fields/findable.ts';
import type { OwnLink } from '../../../texts/own-links.ts';
import { type Language, say } from '../../../texts/say.ts';
import type { FieldWrong } from '../words.ts';
import { NewPasswordInputs, type WrongPassword, wrongFields } from './new-password-fields.tsx';
import { OwnText } from './own-text.tsx';
import { AccountLinks, describe, Field, PostForm, Sentence, Steps, Summary, UsernameInput } from './parts.tsx';

export const APPLY_FORM = 'apply';
/** A field that people do not see; a form that fills it in probably comes from a program. */
export const TRAP = 'fax';

export interface ApplyPageProps {
  readonly language: Language;
  readonly token: string;
  readonly serverName: string;
  readonly asked: ReadonlySet<FieldName>;
  readonly required: ReadonlySet<FieldName>;
  readonly intro: OwnTexts;
  /** There is a page for forgotten passwords. */
  readonly forgotten: boolean;
  /** What the box to tick stands for. */
  readonly accept: { readonly value: string; readonly links: readonly OwnLink[] };
  /** Cleaned for showing. */
  readonly typed: TypedFields;
  readonly wrong: Readonly<Partial<Record<FieldName, FieldWrong>>>;
  /** What is wrong with the password; undefined where the form asks for none. */
  readonly wrongPassword: WrongPassword | undefined;
  /** What is wrong with the form as a whole. */
  readonly trouble?: string | undefined;
  /** The address that looks misspelt and that sending the form once more insists on; '' for none. */
  readonly sure: string;
  /** Proof that this visitor has passed the extra step. */
  readonly again?: string | undefined;
}

/** Marks a form that asks about its address for the first time: only the main button insists on the address. */
export const DOUBTED = 'doubted';

/** The form, one labelled input per field of the table. */
export function ApplyPage(props: ApplyPageProps) {
  const { language, wrong } = props;
  const list = [
    ...fieldNames.flatMap((name) => {
      const one = wrong[name];
      return one === undefined ? [] : [{ field: name, text: one.text }];
    }),
    ...wrongFields(props.wrongPassword ?? {}),
  ];
  return (
    <>
      {(list.length > 0 || props.trouble !== undefined) && (
        <Summary language={language} wrong={list} {...(props.trouble === undefined ? {} : { text: props.trouble })} />
      )}
      <div class="card">
        <Steps language={language} now={1} />
        <h1>{say(language, 'site.apply.title')}</h1>
        <p class="lead">{say(language, 'site.apply.lead')}</p>
        <Intro {...props} />
        <PostForm
          action="/apply"
          token={props.token}
          id={APPLY_FORM}
          carry={{
            ...(props.again === undefined ? {} : { again: props.again }),
            ...(props.sure === '' ? {} : { sure: props.sure }),
            ...(wrong.email?.instead === undefined ? {} : { [DOUBTED]: 'yes' }),
          }}
        >
          {fieldNames
            .filter((name) => props.asked.has(name))
            .map((name) => (
              <FormField key={name} {...props} name={name} />
            ))}
          {props.wrongPassword && <NewPasswordInputs language={language} wrong={props.wrongPassword} />}
          <div class="trap" aria-hidden="true">
            <label for={TRAP}>{say(language, 'site.apply.trap')}</label>
            <input id={TRAP} name={TRAP} tabIndex={-1} autocomplete="off" />
          </div>
          <button type="submit">{say(language, 'site.apply.send')}</button>
        </PostForm>
        {props.forgotten && <AccountLinks language={language} />}
      </div>
    </>
  );
}

interface FormFieldProps extends ApplyPageProps {
  readonly name: FieldName;
}

function Intro({ intro, language }: Pick<ApplyPageProps, 'intro' | 'language'>) {
  const found = ownTextIn(intro, language);
  if (found === undefined) return null;
  return (
    <div class="intro" lang={found.language === language ? undefined : found.language}>
      <OwnText text={found.text.kind === 'text' ? found.text.text : found.text.url} />
    </div>
  );
}

function FormField(props: FormFieldProps) {
  const { language, name, wrong, required } = props;
  const { input, words } = fields[name];
  if (input === 'tick') return required.has(name) ? <Tick {...props} /> : null;
  if (input === 'consent') return <Consent {...props} />;
  const instead = wrong[name]?.instead;
  const Input = inputs[input];
  const label = say(language, words.label);
  return (
    <Field
      id={name}
      label={props.required.has(name) ? label : say(language, 'site.apply.optional', { label })}
      hint={say(language, words.hint)}
      wrong={wrong[name]?.text}
      instead={instead === undefined ? undefined : { value: instead, language }}
    >
      <Input {...props} />
    </Field>
  );
}

/** Attributes of every input of the form. */
const common = ({ name, typed, wrong, required }: FormFieldProps) => ({
  ...describe(name, wrong[name]?.text),
  name,
  value: typed[name],
  maxLength: fields[name].inputLength,
  required: required.has(name),
  autocomplete: fields[name].autocomplete,
});

/** A box, and beside it the texts that are accepted with it. They open beside the form, so that nothing typed is lost. */
function Tick({ language, name, wrong, typed, accept }: FormFieldProps) {
  const { words } = fields[name];
  const problem = wrong[name]?.text;
  const links = accept.links.map(({ label, url }) => (
    <a key={url} href={url} target="_blank" rel="noreferrer">
      {label}
    </a>
  ));
  return (
    <div class="field">
      {problem !== undefined && (
        <span class="wrong" id={`${name}-wrong`}>
          {problem}
        </span>
      )}
      <label class="tick" for={name}>
        <input
          {...describe(name, problem)}
          type="checkbox"
          name={name}
          value={accept.value}
          checked={typed[name] === accept.value}
          required
        />
        <span>
          <Sentence language={language} of={words.label} parts={{ texts: listed(links, language) }} />
        </span>
      </label>
      <span class="hint" id={`${name}-hint`}>
        {say(language, words.hint)}
      </span>
    </div>
  );
}

/** A box that may stay empty. */
function Consent({ language, name, typed }: FormFieldProps) {
  const { words } = fields[name];
  return (
    <div class="field">
      <label class="tick" for={name}>
        <input
          {...describe(name, undefined)}
          type="checkbox"
          name={name}
          value={AGREED}
          checked={typed[name] === AGREED}
        />
        <span>{say(language, words.label)}</span>
      </label>
      <span class="hint" id={`${name}-hint`}>
        {say(language, words.hint)}
      </span>
    </div>
  );
}

/** `a, b and c`, as the language writes lists. */
function listed(items: readonly ComponentChildren[], language: Language): ComponentChildren {
  const marks = items.map((_, index) => String(index));
  return new Intl.ListFormat(language)
    .formatToParts(marks)
    .map(({ type, value }) => (type === 'element' ? items[Number(value)] : value));
}

const inputs: Readonly<Record<Exclude<FieldInput, 'tick' | 'consent'>, (props: FormFieldProps) => ComponentChildren>> =
  {
    username: (props) => {
      const { value, maxLength, required, autocomplete } = common(props);
      const wrong = props.wrong.username?.text;
      return <UsernameInput {...{ value, maxLength, required, autocomplete, wrong }} serverName={props.serverName} />;
    },
    email: (props) => (
      <input {...common(props)} type="email" inputMode="email" autocapitalize="none" spellcheck={false} />
    ),
    line: (props) => <input {...common(props)} dir="auto" />,
    paragraph: (props) => <textarea {...common(props)} dir="auto" />,
  };
