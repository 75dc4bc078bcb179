import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { passwordForm } from '../../kernel/password-form.ts';
import type { PasswordJudge, PasswordRefusal } from '../../ports/password-judge.ts';
import type { Advance } from '../advance.ts';
import type { InStage } from '../application.ts';
import { makeOneAtATime } from '../one-at-a-time.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import type { RegistrationSettings } from '../settings.ts';
import { openWelcome, type WelcomeNeeds, type WelcomeRefusal, type WelcomeView, welcomeView } from './open-welcome.ts';

/** Straight to the homeserver; the password is never kept. The link is spent with it. */
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
 * Judges the password, hands it to the homeserver, and spends the link only then: a homeserver that is down costs nobody the
 * link. Two at once go one after the other, and the second finds the link used.
 */
export function makeSetPassword(needs: SetPasswordNeeds): SetPassword {
  const { accounts, passwords, advance, settings } = needs;
  const oneAtATime = makeOneAtATime();

  return (token, typed) =>
    oneAtATime(token, async () => {
      const first = await openWelcome(token, needs);
      if (!first.ok) return refuse(first.refusal, undefined);
      // Whatever a keyboard makes of an accent (hardening S11).
      const password = passwordForm(typed);
      const bad = await passwords.judge(password, wordsAbout(first.value.application, settings));
      if (bad !== undefined) return refuse('password', bad);

      // In the turn of the application: there may be two letters with a link each.
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

/** What a guesser would try first. */
const wordsAbout = (application: InStage<'admitted'>, { serverName, title }: SetPasswordNeeds['settings']) =>
  [application.localpart, application.order.displayName, ...application.email.split('@'), serverName, title].filter(
    (word) => word !== '',
  );
