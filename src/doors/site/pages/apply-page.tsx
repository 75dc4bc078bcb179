import { parseLocalpart } from '../../../kernel/matrix-id.ts';
import type { OrderProblem } from '../../../registration/use-cases.ts';
import { type Language, say } from '../../../texts/say.ts';
import { describe, Field, Id, PostForm, Sentence, Steps, Summary } from './parts.tsx';

/** What stands in the fields; cleaned for showing. */
export interface Typed {
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  readonly reason: string;
}
export const nothingTyped: Typed = { username: '', displayName: '', email: '', reason: '' };

export const APPLY_FORM = 'apply';
/** The field that people do not see. */
export const TRAP = 'fax';

export interface ApplyPageProps {
  readonly language: Language;
  readonly token: string;
  readonly serverName: string;
  readonly reasonRequired: boolean;
  readonly typed: Typed;
  readonly wrong: Readonly<Partial<Record<OrderProblem['field'], string>>>;
  /** What is wrong with no single field. */
  readonly trouble?: string | undefined;
  /** This visitor has shown to be a person. */
  readonly again?: string | undefined;
}

export function ApplyPage(props: ApplyPageProps) {
  const { language, typed, wrong, serverName } = props;
  const fields = ['username', 'displayName', 'email', 'reason'] as const;
  const list = fields.flatMap((name) => {
    const text = wrong[name];
    return text === undefined ? [] : [{ field: name, text }];
  });
  return (
    <>
      {(list.length > 0 || props.trouble !== undefined) && (
        <Summary language={language} wrong={list} {...(props.trouble === undefined ? {} : { text: props.trouble })} />
      )}
      <div class="card">
        <Steps language={language} now={1} />
        <h1>{say(language, 'site.apply.title')}</h1>
        <p class="lead">{say(language, 'site.apply.lead')}</p>
        <PostForm
          action="/apply"
          token={props.token}
          id={APPLY_FORM}
          {...(props.again === undefined ? {} : { carry: { again: props.again } })}
        >
          <Username language={language} typed={typed.username} wrong={wrong.username} serverName={serverName} />
          <Field
            id="displayName"
            label={say(language, 'site.apply.displayName')}
            hint={say(language, 'site.apply.displayNameHint')}
            wrong={wrong.displayName}
          >
            <input
              {...describe('displayName', wrong.displayName)}
              name="displayName"
              value={typed.displayName}
              maxLength={300}
              autocomplete="nickname"
              dir="auto"
            />
          </Field>
          <Field
            id="email"
            label={say(language, 'site.apply.email')}
            hint={say(language, 'site.apply.emailHint')}
            wrong={wrong.email}
          >
            <input
              {...describe('email', wrong.email)}
              type="email"
              name="email"
              value={typed.email}
              maxLength={320}
              required
              autocomplete="email"
              inputMode="email"
              autocapitalize="none"
              spellcheck={false}
            />
          </Field>
          <Field
            id="reason"
            label={say(language, props.reasonRequired ? 'site.apply.reason' : 'site.apply.reasonOptional')}
            hint={say(language, 'site.apply.reasonHint')}
            wrong={wrong.reason}
          >
            <textarea
              {...describe('reason', wrong.reason)}
              name="reason"
              maxLength={1_500}
              required={props.reasonRequired}
              dir="auto"
              value={typed.reason}
            />
          </Field>
          <div class="trap" aria-hidden="true">
            <label for={TRAP}>{say(language, 'site.apply.trap')}</label>
            <input id={TRAP} name={TRAP} tabIndex={-1} autocomplete="off" />
          </div>
          <button type="submit">{say(language, 'site.apply.send')}</button>
        </PostForm>
      </div>
    </>
  );
}

/** The name between `@` and the server, as it will stand in the Matrix ID. */
function Username(props: { language: Language; typed: string; wrong: string | undefined; serverName: string }) {
  const { language, serverName } = props;
  // Only an ID that can come true is promised.
  const name = props.wrong === undefined ? parseLocalpart(props.typed.trim().toLowerCase(), serverName) : undefined;
  return (
    <Field
      id="username"
      label={say(language, 'site.apply.username')}
      hint={
        <>
          {say(language, 'site.apply.usernameHint')}
          <br />
          <Sentence
            language={language}
            of="site.apply.futureId"
            parts={{ userId: <Id of={`@${name?.ok ? name.value : '…'}:${serverName}`} /> }}
          />
        </>
      }
      wrong={props.wrong}
    >
      <div class="mxid" dir="ltr">
        <span aria-hidden="true">@</span>
        <input
          {...describe('username', props.wrong)}
          name="username"
          value={props.typed}
          maxLength={255}
          required
          autocomplete="username"
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
        />
        <span aria-hidden="true">:{serverName}</span>
      </div>
    </Field>
  );
}
