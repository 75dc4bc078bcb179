import { LEAST_CHARACTERS } from '../../../ports/password-judge.ts';
import type { Session } from '../../../sign-in/ports.ts';
import { say } from '../../../texts/say.ts';
import { EmailCard, type EmailCardProps } from './email-card.tsx';
import { describe, Field, Id, Note, PostForm, PresentPassword, Summary, Tick, wrongAt } from './parts.tsx';

export interface AccountPageProps extends EmailCardProps {
  /** Can people be logged out of their Matrix apps? */
  readonly hasHomeserver: boolean;
  readonly sessions: readonly Session[];
  /** Id of the session that looks at the page. */
  readonly current: string;
  /** What was done just now. */
  readonly done?: string | undefined;
}

export function AccountPage(props: AccountPageProps) {
  const { language, token, userId, profile, done, wrong } = props;
  return (
    <>
      {wrong !== undefined && <Summary language={language} wrong={[wrong]} />}
      {done !== undefined && <Note>{done}</Note>}
      <div class="card">
        <h1>{say(language, 'site.account.title')}</h1>
        <dl>
          <dt>{say(language, 'site.next.account')}</dt>
          <dd>
            <Id of={userId} />
          </dd>
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
      <ProfileCard {...props} />
      <EmailCard {...props} />
      <PasswordCard {...props} />
      <SessionsCard {...props} />
      <CloseCard {...props} />
    </>
  );
}

function ProfileCard({ language, token, profile, wrong }: AccountPageProps) {
  const isWrong = wrongAt(wrong, 'displayName');
  const consent = (id: 'findableByName' | 'findableByAddress') => (
    <Tick id={id} checked={profile[id]}>
      {say(language, `site.account.profile.${id}`)}
    </Tick>
  );
  return (
    <div class="card">
      <h2>{say(language, 'site.account.profile.title')}</h2>
      <PostForm action="/account/profile" token={token}>
        <Field
          id="displayName"
          label={say(language, 'site.account.displayName')}
          hint={say(language, 'site.account.profile.nameHint')}
          wrong={isWrong}
        >
          <input
            {...describe('displayName', isWrong)}
            name="displayName"
            value={profile.displayName ?? ''}
            maxLength={256}
            autocomplete="nickname"
            dir="auto"
          />
        </Field>
        {consent('findableByName')}
        {consent('findableByAddress')}
        <button type="submit">{say(language, 'site.account.profile.send')}</button>
      </PostForm>
    </div>
  );
}

function CloseCard({ language, token, userId, hasHomeserver, wrong }: AccountPageProps) {
  const [notSure, isWrong] = [wrongAt(wrong, 'sure'), wrongAt(wrong, 'closePassword')];
  return (
    <div class="card">
      <h2>{say(language, 'site.account.close.title')}</h2>
      <p>{say(language, hasHomeserver ? 'site.account.close.text' : 'site.account.close.textHere')}</p>
      <PostForm action="/account/close" token={token}>
        <input hidden value={userId} readOnly autocomplete="username" />
        <PresentPassword language={language} id="closePassword" wrong={isWrong} />
        <Tick id="sure" wrong={notSure}>
          {say(language, 'site.account.close.sure')}
        </Tick>
        <button type="submit">{say(language, 'site.account.close.send')}</button>
      </PostForm>
    </div>
  );
}

function PasswordCard({ language, token, userId, hasHomeserver, wrong }: AccountPageProps) {
  const input = (id: string, autocomplete: string, hint: boolean) => (
    <input {...describe(id, wrongAt(wrong, id), hint)} type="password" name={id} required autocomplete={autocomplete} />
  );
  return (
    <div class="card">
      <h2>{say(language, 'site.account.password.title')}</h2>
      {hasHomeserver && <p>{say(language, 'site.account.password.keys')}</p>}
      <PostForm action="/account/password" token={token}>
        {/* Password managers keep the name that stands in the same form. */}
        <input hidden value={userId} readOnly autocomplete="username" />
        <Field id="current" label={say(language, 'site.account.password.current')} wrong={wrongAt(wrong, 'current')}>
          {input('current', 'current-password', false)}
        </Field>
        <Field
          id="password"
          label={say(language, 'site.account.password.new')}
          hint={say(language, 'site.welcome.passwordHint', { least: LEAST_CHARACTERS })}
          wrong={wrongAt(wrong, 'password')}
        >
          {input('password', 'new-password', true)}
        </Field>
        <Field id="repeat" label={say(language, 'site.welcome.repeat')} wrong={wrongAt(wrong, 'repeat')}>
          {input('repeat', 'new-password', false)}
        </Field>
        {hasHomeserver && <Tick id="endOthers">{say(language, 'site.account.password.endOthers')}</Tick>}
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
