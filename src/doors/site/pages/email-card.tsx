import type { Profile } from '../../../accounts/ports/account.ts';
import type { AddressChange } from '../../../accounts/ports/address-changes.ts';
import { mailsOf } from '../../../accounts/rules/third-party-id.ts';
import { type Language, say } from '../../../texts/say.ts';
import type { Times } from '../../../web/times.ts';
import type { Visit } from '../context.ts';
import { describe, EmailInput, Field, Id, PostForm, PresentPassword, Sentence, type Wrong, wrongAt } from './parts.tsx';

export interface EmailCardProps extends Visit {
  readonly userId: string;
  readonly profile: Profile;
  readonly times: Times;
  readonly wrong?: Wrong;
  /** The change that waits for its link, if any; undefined where people cannot change their address by themselves. */
  readonly email: { readonly open: AddressChange | undefined } | undefined;
  /** The new address as the person typed it before. */
  readonly typedEmail?: string | undefined;
}

/** Where people ask for another mail address. */
export function EmailCard(props: EmailCardProps) {
  const { language, email } = props;
  return (
    <div class="card">
      <h2>{say(language, 'site.account.email.title')}</h2>
      {email === undefined ? (
        <p>{say(language, 'site.account.email.byOperator')}</p>
      ) : (
        <>
          {email.open && <OpenChange {...props} open={email.open} />}
          <p>{say(language, 'site.account.email.text')}</p>
          <EmailForm {...props} />
        </>
      )}
    </div>
  );
}

function OpenChange({ language, token, times, open }: EmailCardProps & { readonly open: AddressChange }) {
  const parts = { address: <Id of={open.address} />, when: times.at(open.askedAt, language) };
  return (
    <div class="note">
      <p>
        <Sentence language={language} of="site.account.email.open" parts={parts} />
      </p>
      <PostForm action="/account/email/withdraw" token={token}>
        <button class="plain" type="submit">
          {say(language, 'site.account.email.withdraw')}
        </button>
      </PostForm>
    </div>
  );
}

function EmailForm({ language, token, userId, profile, wrong, typedEmail }: EmailCardProps) {
  const mails = mailsOf(profile);
  const [isWrong, which, password] = (['email', 'replaces', 'emailPassword'] as const).map((id) => wrongAt(wrong, id));
  return (
    <PostForm action="/account/email" token={token}>
      <input hidden value={userId} readOnly autocomplete="username" />
      <Field id="email" label={say(language, 'site.account.email.address')} wrong={isWrong}>
        <EmailInput value={typedEmail ?? ''} wrong={isWrong} />
      </Field>
      {mails.length > 1 && <Replaces language={language} mails={mails} wrong={which} />}
      <PresentPassword language={language} id="emailPassword" wrong={password} />
      <button type="submit">{say(language, 'site.account.email.send')}</button>
    </PostForm>
  );
}

/** Which of several addresses the new one replaces. */
function Replaces(props: { language: Language; mails: readonly string[]; wrong: string | undefined }) {
  const { language, mails, wrong } = props;
  return (
    <fieldset class="field">
      <legend>
        <strong>{say(language, 'site.account.email.replaces')}</strong>
      </legend>
      {wrong !== undefined && (
        <span class="wrong" id="replaces-wrong">
          {wrong}
        </span>
      )}
      {mails.map((mail, at) => (
        <label key={mail} class="tick">
          <input
            {...(at === 0 ? describe('replaces', wrong, false) : {})}
            type="radio"
            name="replaces"
            value={mail}
            required
          />
          <span>{mail}</span>
        </label>
      ))}
    </fieldset>
  );
}
