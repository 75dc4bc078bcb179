import type { Profile } from '../../../accounts/ports/account.ts';
import { LEAST_CHARACTERS } from '../../../ports/password-judge.ts';
import type { Session } from '../../../sign-in/ports.ts';
import { say, type TextKey } from '../../../texts/say.ts';
import type { Times } from '../../../web/times.ts';
import type { Visit } from '../context.ts';
import { describe, Field, Id, Note, PostForm, Summary, type Wrong } from './parts.tsx';

export interface AccountPageProps extends Visit {
  readonly userId: string;
  readonly profile: Profile;
  readonly sessions: readonly Session[];
  /** Id of the session that looks at the page. */
  readonly current: string;
  readonly times: Times;
  /** What was done just now. */
  readonly done?: TextKey | undefined;
  readonly wrong?: Wrong;
}

export function AccountPage(props: AccountPageProps) {
  const { language, token, userId, profile, done, wrong } = props;
  return (
    <>
      {wrong !== undefined && <Summary language={language} wrong={[wrong]} />}
      {done !== undefined && <Note>{say(language, done)}</Note>}
      <div class="card">
        <h1>{say(language, 'site.account.title')}</h1>
        <dl>
          <dt>{say(language, 'site.next.account')}</dt>
          <dd>
            <Id of={userId} />
          </dd>
          {profile.displayName !== undefined && (
            <>
              <dt>{say(language, 'site.account.displayName')}</dt>
              <dd>
                <bdi>{profile.displayName}</bdi>
              </dd>
            </>
          )}
          {profile.addresses.length > 0 && (
            <>
              <dt>{say(language, 'site.account.addresses')}</dt>
              <dd>
                {profile.addresses.map(({ medium, address }) => (
                  <div key={address}>
                    <Id of={medium === 'msisdn' ? `+${address}` : address} />
                  </div>
                ))}
              </dd>
            </>
          )}
        </dl>
        <PostForm action="/account/sign-out" token={token}>
          <button type="submit">{say(language, 'site.account.signOut')}</button>
        </PostForm>
      </div>
      <PasswordCard {...props} />
      <SessionsCard {...props} />
    </>
  );
}

function PasswordCard({ language, token, userId, wrong }: AccountPageProps) {
  const about = (id: string) => (wrong?.field === id ? wrong.text : undefined);
  const input = (id: string, autocomplete: string, hint: boolean) => (
    <input {...describe(id, about(id), hint)} type="password" name={id} required autocomplete={autocomplete} />
  );
  return (
    <div class="card">
      <h2>{say(language, 'site.account.password.title')}</h2>
      <p>{say(language, 'site.account.password.keys')}</p>
      <PostForm action="/account/password" token={token}>
        {/* Password managers keep the name that stands in the same form. */}
        <input hidden value={userId} readOnly autocomplete="username" />
        <Field id="current" label={say(language, 'site.account.password.current')} wrong={about('current')}>
          {input('current', 'current-password', false)}
        </Field>
        <Field
          id="password"
          label={say(language, 'site.account.password.new')}
          hint={say(language, 'site.welcome.passwordHint', { least: LEAST_CHARACTERS })}
          wrong={about('password')}
        >
          {input('password', 'new-password', true)}
        </Field>
        <Field id="repeat" label={say(language, 'site.welcome.repeat')} wrong={about('repeat')}>
          {input('repeat', 'new-password', false)}
        </Field>
        <label>
          <input type="checkbox" name="endOthers" value="yes" /> {say(language, 'site.account.password.endOthers')}
        </label>
        <button type="submit">{say(language, 'site.account.password.send')}</button>
      </PostForm>
    </div>
  );
}

function SessionsCard({ language, token, sessions, current, times }: AccountPageProps) {
  return (
    <div class="card">
      <h2>{say(language, 'site.account.sessions.title')}</h2>
      <p>{say(language, 'site.account.sessions.text')}</p>
      {sessions.map(({ id, agent, beganAt, usedAt }) => (
        <div key={id} class="field">
          <bdi>{agent === '' ? say(language, 'site.account.sessions.unknown') : agent}</bdi>
          <span class="hint">
            {say(language, 'site.account.sessions.times', {
              began: times.at(beganAt, language),
              used: times.at(usedAt, language),
            })}
          </span>
          {id === current ? (
            <strong>{say(language, 'site.account.sessions.this')}</strong>
          ) : (
            <PostForm action="/account/end-session" token={token} carry={{ session: id }}>
              <button class="plain" type="submit">
                {say(language, 'site.account.sessions.end')}
              </button>
            </PostForm>
          )}
        </div>
      ))}
      {sessions.length > 1 && (
        <PostForm action="/account/end-others" token={token}>
          <button type="submit">{say(language, 'site.account.sessions.endOthers')}</button>
        </PostForm>
      )}
    </div>
  );
}
