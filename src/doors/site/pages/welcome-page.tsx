import type { WelcomeForm } from '../../../registration/welcome/welcome-page.ts';
import { type Language, say } from '../../../texts/say.ts';
import type { Installation, Visit } from '../context.ts';
import { policyWords } from '../words.ts';
import {
  NewPasswordFields,
  type NewPasswordProps,
  PasswordSummary,
  type WrongPassword,
} from './new-password-fields.tsx';
import { Id, PostForm, Sentence, Steps } from './parts.tsx';

export interface WelcomePageProps extends Visit {
  readonly link: string;
  readonly view: WelcomeForm;
  readonly wrong: WrongPassword;
}

export function WelcomePage({ language, token, link, view, wrong }: WelcomePageProps) {
  return (
    <>
      <PasswordSummary language={language} wrong={wrong} />
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
          <NewPasswordFields
            language={language}
            userId={view.userId}
            wrong={wrong}
            policy={asked(language, view.policy)}
          />
          <button type="submit">{say(language, 'site.welcome.send')}</button>
        </PostForm>
      </div>
    </>
  );
}

/** What the homeserver asks for beside Porter's own least. */
const asked = (language: Language, policy: WelcomeForm['policy']): NewPasswordProps['policy'] =>
  policy && { least: policy.least, sentences: policyWords(language, { policy, lacking: policy.kinds }) };

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
