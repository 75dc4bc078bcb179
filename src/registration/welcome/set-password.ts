import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { passwordForm } from '../../kernel/password-form.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { Advance } from '../advance.ts';
import type { InStage } from '../application.ts';
import { type JudgePasswordNeeds, makeJudgePassword, type PasswordTrouble } from '../judge-password.ts';
import { makeOneAtATime } from '../one-at-a-time.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import { sayAccountLocked, sayOnceInThread } from '../rules/jobs.ts';
import type { RegistrationSettings } from '../settings.ts';
import { openWelcome, type WelcomeNeeds, type WelcomeRefusal, type WelcomeView, welcomeView } from './open-welcome.ts';

/**
 * `account-locked`, `passwords-off`: the homeserver takes no password until somebody there changes that. `busy`: too many are set at
 * this moment. The link stays good.
 */
export type SetPasswordRefusal = WelcomeRefusal | 'password' | 'account-locked' | 'passwords-off' | 'busy';

/** Hands the password to whoever keeps the accounts, keeps it nowhere, and spends the link. */
export type SetPassword = (
  token: string,
  password: string,
) => Promise<Outcome<WelcomeView, SetPasswordRefusal, PasswordTrouble | undefined>>;

export interface SetPasswordNeeds extends WelcomeNeeds, JudgePasswordNeeds {
  readonly accounts: JudgePasswordNeeds['accounts'] & Pick<AccountProvisioner, 'setPassword'>;
  readonly advance: Advance;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'serverName' | 'title'>;
}

/**
 * Spends the link only after the homeserver has taken the password, so that an outage costs nobody the link. Two requests with one
 * link run one after the other, and the second finds the link used.
 */
export function makeSetPassword(needs: SetPasswordNeeds): SetPassword {
  const { accounts, advance, jobs, settings, steadyNow } = needs;
  const judgePassword = makeJudgePassword(needs);
  const oneAtATime = makeOneAtATime();

  /** Hands the password to the homeserver. Where it takes none, the team hears why, once. */
  async function hand(application: InStage<'admitted'>, password: string) {
    const { id, userId, shortId } = application;
    const result = await accounts.setPassword({ userId, applicationId: id }, password);
    switch (result) {
      case 'set':
        return result;
      case 'gone':
        await advance(id, { kind: 'account-gone', userId });
        return refuse('account-gone', undefined);
      case 'locked':
        await jobs.add([sayAccountLocked(application, steadyNow())]);
        return refuse('account-locked', undefined);
      case 'passwords-off':
        await jobs.add([sayOnceInThread(application, 'room.thread.passwordsOff', { id: shortId }, steadyNow())]);
        return refuse('passwords-off', undefined);
      case 'busy':
        return refuse('busy', undefined);
      case 'bad-password':
        return refuse('password', { refusal: 'too-many-bytes', why: undefined } as const);
    }
  }

  return (token, typed) =>
    oneAtATime(token, async () => {
      const first = await openWelcome(token, needs);
      if (!first.ok) return refuse(first.refusal, undefined);
      // One form of an accented letter, whichever the keyboard sends (hardening S11).
      const password = passwordForm(typed);
      const { localpart, order, email } = first.value.application;
      const trouble = await judgePassword(password, [localpart, order.displayName, email]);
      if (trouble !== undefined) return refuse('password', trouble);

      // One at a time per application as well: several letters may each have brought a link.
      return oneAtATime(`application ${first.value.application.id}`, async () => {
        const opened = await openWelcome(token, needs);
        if (!opened.ok) return refuse(opened.refusal, undefined);
        const { application, hash } = opened.value;
        const result = await hand(application, password);
        if (result !== 'set') return result;
        const moved = await advance(application.id, { kind: 'link-used', spends: hash }, application);
        if (moved.ok) return ok(welcomeView(application, settings.serverName));
        return refuse(
          moved.refusal === 'link-used' || moved.refusal === 'nothing-changed' ? 'used' : 'not-now',
          undefined,
        );
      });
    });
}
