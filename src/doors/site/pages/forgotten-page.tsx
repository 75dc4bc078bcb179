import { say } from '../../../texts/say.ts';
import type { Visit } from '../context.ts';
import { NewPasswordFields, PasswordSummary, type WrongPassword } from './new-password-fields.tsx';
import { describe, EmailInput, Field, PostForm, Summary } from './parts.tsx';

/** Asks for the address to which a link is sent. */
export function ForgottenPage({ language, token, typed, wrong }: Visit & { typed: string; wrong: string | undefined }) {
  return (
    <>
      {wrong !== undefined && <Summary language={language} wrong={[{ field: 'email', text: wrong }]} />}
      <div class="card">
        <h1>{say(language, 'site.forgotten.title')}</h1>
        <p class="lead">{say(language, 'site.forgotten.lead')}</p>
        <PostForm action="/forgotten" token={token}>
          <Field id="email" label={say(language, 'site.forgotten.email')} wrong={wrong}>
            <EmailInput value={typed} wrong={wrong} />
          </Field>
          <button type="submit">{say(language, 'site.forgotten.send')}</button>
        </PostForm>
        <p class="hint">{say(language, 'site.forgotten.device')}</p>
      </div>
    </>
  );
}

export interface NewPasswordPageProps extends Visit {
  readonly action: string;
  readonly userId: string;
  /** Undefined where no sessions can be ended. */
  readonly stay: boolean | undefined;
  readonly wrong: WrongPassword;
}

/** The page behind the link: the new password, and what becomes of the devices. */
export function NewPasswordPage({ language, token, action, userId, stay, wrong }: NewPasswordPageProps) {
  return (
    <>
      <PasswordSummary language={language} wrong={wrong} />
      <div class="card">
        <h1>{say(language, 'site.newPassword.title')}</h1>
        <p class="lead">{say(language, 'site.newPassword.lead')}</p>
        <PostForm action={action} token={token}>
          <NewPasswordFields language={language} userId={userId} wrong={wrong} />
          {stay !== undefined && (
            <div class="field">
              <label class="tick" for="stay">
                <input {...describe('stay', undefined)} type="checkbox" name="stay" value="yes" checked={stay} />
                <span>{say(language, 'site.newPassword.stay')}</span>
              </label>
              <span class="hint" id="stay-hint">
                {say(language, 'site.newPassword.stayHint')}
              </span>
            </div>
          )}
          <button type="submit">{say(language, 'site.newPassword.send')}</button>
        </PostForm>
      </div>
    </>
  );
}
