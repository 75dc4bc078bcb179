import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { passwordForm } from '../../kernel/password-form.ts';
import type { PasswordJudge, PasswordRefusal } from '../../ports/password-judge.ts';
import type { Advance } from '../advance.ts';
import type { InStage } from '../application.ts';
import { makeOneAtATime } from '../one-at-a-time.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import type { RegistrationSettings } from '../settings.ts';
import { openWelcome, type WelcomeNeeds, type WelcomeRefusal, type WelcomeView, welcomeView } from './open-welcome.ts';

/** Hands the password to the homeserver, keeps it nowhere, and spends the link. */
export type SetPassword = (
  token: string,
  password: string,
) => Promise<Outcome<WelcomeView, WelcomeRefusal | 'password', PasswordRefusal | undefined>>;

export interface SetPasswordNeeds extends WelcomeNeeds {
  readonly accounts: Pick<AccountProvisioner, 'setPassword'>;
  readonly passwords: PasswordJudge;
  readonly advance: Advance;
  readonly settings: Pick<RegistrationSettings, 'serverName' | 'title'>;
}

/**
 * Spends the link only after the homeserver has taken the password, so that an outage costs nobody the link. Two requests with one
 * link run one after the other, and the second finds the link used.
 */
export function makeSetPassword(needs: SetPasswordNeeds): SetPassword {
  const { accounts, passwords, advance, settings } = needs;
  const oneAtATime = makeOneAtATime();

  return (token, typed) =>
    oneAtATime(token, async () => {
      const first = await openWelcome(token, needs);
      if (!first.ok) return refuse(first.refusal, undefined);
      // One form of an accented letter, whichever the keyboard sends (hardening S11).
      const password = passwordForm(typed);
      const bad = await passwords.judge(password, wordsAbout(first.value.application, settings));
      if (bad !== undefined) return refuse('password', bad);

      // One at a time per application as well: several letters may each have brought a link.
      return oneAtATime(`application ${first.value.application.id}`, async () => {
        const opened = await openWelcome(token, needs);
        if (!opened.ok) return refuse(opened.refusal, undefined);
        const { application, hash } = opened.value;
        await accounts.setPassword(application.userId, application.id, password);
        const moved = await advance(application.id, { kind: 'link-used', spends: hash }, application);
        if (moved.ok) return ok(welcomeView(application, settings.serverName));
        return refuse(
          moved.refusal === 'link-used' || moved.refusal === 'nothing-changed' ? 'used' : 'not-now',
          undefined,
        );
      });
    });
}

/** Words that somebody who guesses the password would try first. */
const wordsAbout = (application: InStage<'admitted'>, { serverName, title }: SetPasswordNeeds['settings']) =>
  [application.localpart, application.order.displayName, ...application.email.split('@'), serverName, title].filter(
    (word) => word !== '',
  );
