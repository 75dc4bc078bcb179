import type { CheckView } from '../../../registration/prove/view-check.ts';
import { say } from '../../../texts/say.ts';
import type { Times } from '../../../web/times.ts';
import type { Visit } from '../context.ts';
import type { FieldWrong } from '../words.ts';
import { MAIL_WAITED } from './check-state.tsx';
import { describe, Field, Id, Note, PostForm, Sentence, Steps, Summary } from './parts.tsx';

export interface CheckPageProps extends Visit {
  readonly ticket: string;
  readonly view: CheckView;
  readonly now: number;
  readonly times: Times;
  readonly wrong: { readonly code?: string; readonly email?: FieldWrong };
  readonly trouble?: string | undefined;
  /** What the last form has done. */
  readonly done?: 'resent' | 'corrected' | undefined;
  /** As typed, shown again when it was refused. Otherwise the address in use is shown, because most mistakes are one letter. */
  readonly typedEmail?: string | undefined;
}

export function CheckPage(props: CheckPageProps) {
  const { language, view, wrong, token } = props;
  const here = `/check/${encodeURIComponent(props.ticket)}`;
  const email = <strong dir="ltr">{view.email}</strong>;
  const list = [
    ...(wrong.code === undefined ? [] : [{ field: 'code', text: wrong.code }]),
    ...(wrong.email === undefined ? [] : [{ field: 'email', text: wrong.email.text }]),
  ];
  return (
    <>
      {(list.length > 0 || props.trouble !== undefined) && (
        <Summary language={language} wrong={list} {...(props.trouble === undefined ? {} : { text: props.trouble })} />
      )}
      <Done {...props} />
      {view.mailRefused && (
        <div class="note bad" role="alert">
          <Sentence language={language} of="site.check.mailRefused" parts={{ email }} />
        </div>
      )}
      <div class="card">
        <Steps language={language} now={2} />
        <h1>{say(language, 'site.check.title')}</h1>
        <p class="lead">
          <Sentence
            language={language}
            of={view.mailWaits === undefined ? 'site.check.lead' : 'site.check.leadWaits'}
            parts={{ email, when: props.times.at(view.mailWaits ?? 0, language) }}
          />
        </p>
        <PostForm action={here} token={token}>
          <Field
            id="code"
            label={say(language, 'site.check.code')}
            hint={say(language, 'site.check.codeHint')}
            wrong={wrong.code}
          >
            <input
              {...describe('code', wrong.code)}
              class="code"
              name="code"
              inputMode="numeric"
              autocomplete="one-time-code"
              maxLength={40}
              required
              spellcheck={false}
            />
          </Field>
          <button type="submit">{say(language, 'site.check.send')}</button>
        </PostForm>
        <p class="hint">
          <Sentence language={language} of="site.check.forId" parts={{ userId: <Id of={view.userId} /> }} />
        </p>
        {/* A refusal stands above already. */}
        {!view.mailRefused && (
          <iframe
            class="watch"
            src={`${here}/state${view.mailWaits === undefined ? '' : `?${MAIL_WAITED}=yes`}`}
            title={say(language, 'site.check.state.title')}
          />
        )}
        <Resend {...props} action={`${here}/resend`} />
        <Correct {...props} action={`${here}/address`} />
      </div>
    </>
  );
}

/** Says what the last form has done. That a letter waits stands in the page itself. */
function Done({ language, view, done }: CheckPageProps) {
  if (done === undefined || (done === 'resent' && view.mailWaits !== undefined)) return null;
  if (done === 'resent') return <Note>{say(language, 'site.check.resent')}</Note>;
  const key = view.mailWaits === undefined ? 'site.check.corrected' : 'site.check.correctedWaits';
  return <Note>{say(language, key)}</Note>;
}

function Resend({ language, view, now, times, token, action }: CheckPageProps & { action: string }) {
  return (
    <details>
      <summary>{say(language, 'site.check.help')}</summary>
      <p>{say(language, 'site.check.helpText')}</p>
      {view.letterAgainAt <= now ? (
        <PostForm action={action} token={token}>
          <button type="submit" class="secondary outline">
            {say(language, 'site.check.resend')}
          </button>
        </PostForm>
      ) : (
        <p>{say(language, 'site.check.resendLater', { when: times.until(view.letterAgainAt, language) })}</p>
      )}
    </details>
  );
}

function Correct({ language, view, wrong, typedEmail, token, action }: CheckPageProps & { action: string }) {
  const value = typedEmail ?? view.email;
  const instead = wrong.email?.instead;
  return (
    <details open={view.mailRefused || wrong.email !== undefined}>
      <summary>{say(language, 'site.check.correct')}</summary>
      <PostForm
        action={action}
        token={token}
        enterSends={instead !== undefined}
        carry={instead === undefined ? {} : { sure: value }}
      >
        <Field
          id="email"
          label={say(language, 'site.check.newAddress')}
          wrong={wrong.email?.text}
          instead={instead === undefined ? undefined : { value: instead, language }}
        >
          <input
            {...describe('email', wrong.email?.text, false)}
            type="email"
            name="email"
            value={value}
            maxLength={320}
            required
            autocomplete="email"
            inputMode="email"
            autocapitalize="none"
            spellcheck={false}
          />
        </Field>
        <button type="submit" class="secondary outline">
          {say(language, 'site.check.newAddressSend')}
        </button>
      </PostForm>
    </details>
  );
}
