import { LEAST_CHARACTERS } from '../../../ports/password-judge.ts';
import type { WelcomeForm } from '../../../registration/welcome/welcome-page.ts';
import { type Language, say } from '../../../texts/say.ts';
import type { Installation, Visit } from '../context.ts';
import { policyWords } from '../words.ts';
import { describe, Field, Id, PostForm, Sentence, Steps, Summary } from './parts.tsx';

export interface WelcomePageProps extends Visit {
  readonly link: string;
  readonly view: WelcomeForm;
  /** Sentences about the password; about the repeated one. */
  readonly wrong: { readonly password?: string; readonly repeat?: string };
}

export function WelcomePage({ language, token, link, view, wrong }: WelcomePageProps) {
  const list = [
    ...(wrong.password === undefined ? [] : [{ field: 'password', text: wrong.password }]),
    ...(wrong.repeat === undefined ? [] : [{ field: 'repeat', text: wrong.repeat }]),
  ];
  return (
    <>
      {list.length > 0 && <Summary language={language} wrong={list} />}
      <div class="card">
        <Steps language={language} now={4} />
        <h1>
          {view.displayName === '' ? (
            say(language, 'site.welcome.title')
          ) : (
            <Sentence language={language} of="site.welcome.named" parts={{ name: <bdi>{view.displayName}</bdi> }} />
          )}
        </h1>
        <p class="lead">{say(language, 'site.welcome.lead')}</p>
        <PostForm action={`/welcome/${encodeURIComponent(link)}`} token={token}>
          {/* Password managers keep the name that stands in the same form. */}
          <Field id="account" label={say(language, 'site.welcome.account')}>
            <input id="account" class="id" value={view.userId} readOnly autocomplete="username" dir="ltr" />
          </Field>
          <Field
            id="password"
            label={say(language, 'site.welcome.password')}
            hint={passwordHint(language, view.policy)}
            wrong={wrong.password}
          >
            <input
              {...describe('password', wrong.password)}
              type="password"
              name="password"
              required
              autocomplete="new-password"
            />
          </Field>
          <Field id="repeat" label={say(language, 'site.welcome.repeat')} wrong={wrong.repeat}>
            <input
              {...describe('repeat', wrong.repeat, false)}
              type="password"
              name="repeat"
              required
              autocomplete="new-password"
            />
          </Field>
          <button type="submit">{say(language, 'site.welcome.send')}</button>
        </PostForm>
      </div>
    </>
  );
}

/** What a password needs: Porter's own least, and what the homeserver asks for beside it. */
function passwordHint(language: Language, policy: WelcomeForm['policy']): string {
  const least = Math.max(LEAST_CHARACTERS, policy?.least ?? 0);
  const asked = policy === undefined ? [] : policyWords(language, { policy, lacking: policy.kinds });
  return [say(language, 'site.welcome.passwordHint', { least }), ...asked].join(' ');
}

/** What to do next, once the password is set. */
export function NextPage({
  language,
  userId,
  installation,
}: {
  language: Language;
  userId: string;
  installation: Installation;
}) {
  return (
    <div class="card">
      <Steps language={language} now={4} />
      <h1>{say(language, 'site.next.title')}</h1>
      <p class="lead">{say(language, 'site.next.lead')}</p>
      <WayIn language={language} userId={userId} installation={installation} />
      <p class="hint">{say(language, 'site.next.keep')}</p>
    </div>
  );
}

/** Homeserver and programs, and what to do with them; the Matrix ID where it is known. */
export function WayIn({
  language,
  userId,
  installation,
}: {
  language: Language;
  userId: string | undefined;
  installation: Installation;
}) {
  const clients = installation.clients(userId);
  return (
    <>
      <dl>
        {userId !== undefined && (
          <>
            <dt>{say(language, 'site.next.account')}</dt>
            <dd>
              <Id of={userId} />
            </dd>
          </>
        )}
        <dt>{say(language, 'site.next.homeserver')}</dt>
        <dd>
          <Id of={installation.homeserverUrl} />
        </dd>
      </dl>
      <p>
        <Sentence
          language={language}
          of="site.next.enter"
          parts={{
            homeserver: (
              <strong>
                <Id of={installation.homeserverUrl} />
              </strong>
            ),
          }}
        />
      </p>
      {installation.howToUrl !== undefined && (
        <p class="onward">
          <a href={installation.howToUrl} rel="noreferrer">
            {say(language, 'site.next.howTo')}
          </a>
        </p>
      )}
      {clients.length > 0 && (
        <>
          <h2>{say(language, 'site.next.clients')}</h2>
          <p>{say(language, 'site.next.clientsText')}</p>
          <ul class="links">
            {clients.map(({ name, url, choosesServer }) => (
              <li key={url}>
                <a href={url} rel="noreferrer">
                  <bdi>{name}</bdi>
                </a>
                {choosesServer && <span class="hint"> {say(language, 'site.next.choosesServer')}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
