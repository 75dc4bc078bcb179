import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { PasswordJudge } from '../ports/password-judge.ts';
import type { Advance } from './advance.ts';
import type { AccountProvisioner } from './ports/account-provisioner.ts';
import type { ApplicationStore } from './ports/application-store.ts';
import type { Derivations } from './ports/derivations.ts';
import type { DoorState } from './ports/door-state.ts';
import { makeCorrectAddress } from './prove/correct-address.ts';
import { makeEnterCode } from './prove/enter-code.ts';
import { makeProveApplication } from './prove/prove-application.ts';
import { makeProveByLink } from './prove/prove-by-link.ts';
import { makeResendProof } from './prove/resend-proof.ts';
import { makeViewCheck } from './prove/view-check.ts';
import { makeRenewLink } from './renew-link.ts';
import { judgeOrder } from './rules/order.ts';
import type { RegistrationSettings } from './settings.ts';
import { makePickName } from './status/pick-name.ts';
import { makeResendWelcome } from './status/resend-welcome.ts';
import { makeViewStatus } from './status/view-status.ts';
import { makeWithdraw } from './status/withdraw.ts';
import type { SteadyNow } from './steady-time.ts';
import { makeSubmit } from './submit.ts';
import type { SiteUseCases } from './use-cases.ts';
import { makePeekWelcome } from './welcome/open-welcome.ts';
import { makeRenewWelcome } from './welcome/renew-welcome.ts';
import { makeSetPassword } from './welcome/set-password.ts';

export interface SiteUseCaseNeeds {
  readonly door: DoorState;
  readonly applications: ApplicationStore;
  readonly accounts: AccountProvisioner;
  readonly derive: Derivations;
  readonly passwords: PasswordJudge;
  readonly advance: Advance;
  readonly settings: RegistrationSettings;
  readonly clock: Clock;
  /** One for the whole process: `makeSteadyNow(clock)`, shared with the handlers. */
  readonly steadyNow: SteadyNow;
  readonly ids: Ids;
}

/** Everything that the public site may ask. */
export function makeSiteUseCases(needs: SiteUseCaseNeeds): SiteUseCases {
  const proveApplication = makeProveApplication(needs);
  return {
    isOpen: () => needs.door.isOpen(),
    judgeForm(order) {
      const judged = judgeOrder(order, needs.settings);
      return judged.ok ? [] : judged.detail;
    },
    submit: makeSubmit(needs),
    viewCheck: makeViewCheck(needs),
    ...makeEnterCode({ ...needs, proveApplication }),
    ...makeProveByLink({ ...needs, proveApplication }),
    resendProof: makeResendProof(needs),
    correctAddress: makeCorrectAddress(needs),
    viewStatus: makeViewStatus(needs),
    withdraw: makeWithdraw(needs),
    pickName: makePickName(needs),
    resendWelcome: makeResendWelcome(needs),
    peekWelcome: makePeekWelcome(needs),
    setPassword: makeSetPassword(needs),
    renewWelcome: makeRenewWelcome(needs),
    ...makeRenewLink(needs),
  };
}
