import type { ComponentChildren, ComponentProps } from 'preact';
import { type Language, say, type TextKey } from '../../../texts/say.ts';
import { type Form, field } from '../../../web/body.ts';
import { FORM_TOKEN } from '../../../web/csrf.ts';

/** A sentence with elements in its placeholders, so that translators decide where they stand. */
export function Sentence(props: {
  language: Language;
  of: TextKey;
  parts: Readonly<Record<string, ComponentChildren>>;
}) {
  const names = Object.keys(props.parts);
  // Private-use characters never come from a text file.
  const marks = Object.fromEntries(names.map((name, index) => [name, String.fromCodePoint(0xe000 + index)]));
  const pieces = say(props.language, props.of, marks).split(/([\ue000-\ue0ff])/);
  return (
    <>
      {pieces.map((piece) => {
        const index = (piece.codePointAt(0) ?? 0) - 0xe000;
        return index >= 0 && index < names.length && piece.length === 1 ? props.parts[names[index] ?? ''] : piece;
      })}
    </>
  );
}

/** Isolated from the direction of the text around it. */
export const Id = ({ of }: { of: string }) => <bdi class="id">{of}</bdi>;

/** The four steps to an account, with the present one marked. */
export function Steps({ language, now }: { language: Language; now: 1 | 2 | 3 | 4 }) {
  const names = ['site.steps.apply', 'site.steps.confirm', 'site.steps.decide', 'site.steps.enter'] as const;
  return (
    <ol class="steps" aria-label={say(language, 'site.steps.label')}>
      {names.map((name, index) => (
        <li
          key={name}
          class={index + 1 < now ? 'done' : undefined}
          aria-current={index + 1 === now ? 'step' : undefined}
        >
          {say(language, name)}
        </li>
      ))}
    </ol>
  );
}

/** For people who have an account here, on a page that is for those who have none. */
export const AccountLinks = ({ language }: { language: Language }) => (
  <p class="hint">
    <a href="/sign-in">{say(language, 'site.signIn.account')}</a>
    {' · '}
    <a href="/forgotten">{say(language, 'site.forgotten.title')}</a>
  </p>
);

/** For people who have an account, and cannot get into it. */
export const ForgottenLink = ({ language }: { language: Language }) => (
  <p class="hint">
    <a href="/forgotten">{say(language, 'site.forgotten.title')}</a>
  </p>
);

export interface Wrong {
  /** The field's id. */
  readonly field: string;
  readonly text: string;
}

/** What is wrong in this field, if it is that one. */
export const wrongAt = (wrong: Wrong | undefined, id: string): string | undefined =>
  wrong?.field === id ? wrong.text : undefined;

/** Lists everything that is wrong at the top of the page, each problem with a link to its field. */
export function Summary({ language, wrong, text }: { language: Language; wrong?: readonly Wrong[]; text?: string }) {
  return (
    <div class="note bad" role="alert" tabIndex={-1} autofocus>
      <h2>{say(language, 'site.summary.title')}</h2>
      {text && <p>{text}</p>}
      {wrong && wrong.length > 0 && (
        <ul>
          {wrong.map((one) => (
            <li key={one.field}>
              <a href={`#${one.field}`}>{one.text}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export const Note = ({ children }: { children: ComponentChildren }) => (
  <div class="note" role="status">
    {children}
  </div>
);

/** A box that says yes, with its words beside it. */
export const Tick = (props: {
  id: string;
  checked?: boolean;
  wrong?: string | undefined;
  children: ComponentChildren;
}) => (
  <div class="field">
    <label class="tick" for={props.id}>
      <input
        {...describe(props.id, props.wrong, false)}
        type="checkbox"
        name={props.id}
        value="yes"
        checked={props.checked}
      />
      <span>{props.children}</span>
    </label>
    {props.wrong !== undefined && (
      <span class="wrong" id={`${props.id}-wrong`}>
        {props.wrong}
      </span>
    )}
  </div>
);

/** The input for a mail address, `name` and id `email`. */
export const EmailInput = ({ value, wrong }: { value: string; wrong: string | undefined }) => (
  <input
    {...describe('email', wrong, false)}
    name="email"
    type="email"
    value={value}
    inputMode="email"
    autocapitalize="none"
    spellcheck={false}
    autocomplete="email"
    required
  />
);

/** Asks again for the password of whoever is signed in. */
export const PresentPassword = (props: { language: Language; id: string; wrong: string | undefined }) => (
  <Field id={props.id} label={say(props.language, 'site.account.password.current')} wrong={props.wrong}>
    <input
      {...describe(props.id, props.wrong, false)}
      type="password"
      name={props.id}
      required
      autocomplete="current-password"
    />
  </Field>
);

/** Label, hint and problem of one field, tied together. Its input gets `describe(id, …)`. */
export function Field(props: {
  id: string;
  label: string;
  hint?: ComponentChildren;
  wrong?: string | undefined;
  /** What could be meant; a button below the input sends the form with it. */
  instead?: { readonly value: string; readonly language: Language } | undefined;
  children: ComponentChildren;
}) {
  const { instead } = props;
  return (
    <div class="field">
      <label for={props.id}>{props.label}</label>
      {props.hint && (
        <span class="hint" id={`${props.id}-hint`}>
          {props.hint}
        </span>
      )}
      {props.wrong && (
        <span class="wrong" id={`${props.id}-wrong`}>
          {props.wrong}
        </span>
      )}
      {props.children}
      {instead !== undefined && (
        <button class="plain" type="submit" name={insteadOf(props.id)} value={instead.value} formNoValidate>
          {say(instead.language, 'site.instead', { value: instead.value })}
        </button>
      )}
    </div>
  );
}

const insteadOf = (name: string): string => `instead.${name}`;

/** What was typed into a field, or what its button puts in its place. */
export const fieldOrInstead = (form: Form, name: string): string => form.get(insteadOf(name)) ?? field(form, name);

/** Was the form sent with the button of a suggestion? */
export const takesInstead = (form: Form): boolean => [...form.keys()].some((name) => name.startsWith(insteadOf('')));

/** Attributes that tie an input to its hint and its problem. */
export const describe = (id: string, wrong: string | undefined, hint = true) => ({
  id,
  'aria-invalid': wrong === undefined ? undefined : true,
  'aria-describedby':
    [...(wrong === undefined ? [] : [`${id}-wrong`]), ...(hint ? [`${id}-hint`] : [])].join(' ') || undefined,
});

/** The input for a username, between `@` and the server as it will stand in the Matrix ID: nothing else on the page says that ID. */
export function UsernameInput({
  serverName,
  wrong,
  ...input
}: Pick<ComponentProps<'input'>, 'value' | 'maxLength' | 'required' | 'autocomplete'> & {
  readonly serverName: string;
  readonly wrong: string | undefined;
}) {
  const { 'aria-describedby': said, ...described } = describe('username', wrong);
  return (
    <div class="mxid" dir="ltr">
      <span aria-hidden="true">@</span>
      <input
        {...described}
        aria-describedby={`${said} username-server`}
        name="username"
        {...input}
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
      />
      <span id="username-server">:{serverName}</span>
    </div>
  );
}

/** A form that posts, carries its token, and is validated by the server only (the browser's own messages are not translated). */
export function PostForm(props: {
  action: string;
  token: string;
  id?: string;
  /** Hidden fields: name → value. */
  carry?: Readonly<Record<string, string>>;
  /** True if a button with another meaning stands before the one that Enter is to press. */
  enterSends?: boolean;
  children: ComponentChildren;
}) {
  return (
    <form method="post" action={props.action} id={props.id} noValidate>
      {props.enterSends && <button class="unseen" type="submit" tabIndex={-1} aria-hidden="true" />}
      <input type="hidden" name={FORM_TOKEN} value={props.token} />
      {Object.entries(props.carry ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {props.children}
    </form>
  );
}
