import type { Clock } from '../kernel/clock.ts';
import { type Advance, makeAdvance } from '../registration/advance.ts';
import { makeAskFacts } from '../registration/ask-facts.ts';
import { makeListApplications, makeShowApplication } from '../registration/by-hand/applications.ts';
import { makeDecideByHand } from '../registration/by-hand/decide-by-hand.ts';
import { makeReopen } from '../registration/by-hand/reopen.ts';
import { makeResend } from '../registration/by-hand/resend.ts';
import { makeUndo } from '../registration/by-hand/undo.ts';
import type { AccountProvisioner } from '../registration/ports/account-provisioner.ts';
import type { ApplicationEvent } from '../registration/ports/application-audit.ts';
import type { ApplicationStore } from '../registration/ports/application-store.ts';
import type { TeamRoom } from '../registration/ports/team-room.ts';
import type { RegistrationSettings } from '../registration/settings.ts';
import { describeEvent, type EventWords } from '../registration/team/describe-event.ts';
import type {
  DecideByHand,
  ListApplications,
  Reopen,
  Resend,
  ShowApplication,
  Undo,
} from '../registration/team-use-cases.ts';

export interface AdvanceParts {
  readonly applications: ApplicationStore;
  readonly team: TeamRoom;
  readonly accounts: AccountProvisioner;
  readonly settings: RegistrationSettings;
  readonly clock: Clock;
}

/** What people of the team may do by name, in the room or on the command line. */
export interface ByHand {
  readonly decideByHand: DecideByHand;
  readonly undo: Undo;
  readonly reopen: Reopen;
  readonly resend: Resend;
  readonly list: ListApplications;
  readonly show: ShowApplication;
  /** An entry of the audit log in the language of the command line. */
  readonly describe: (event: ApplicationEvent) => EventWords;
}

export const wireAdvance = ({ applications, team, accounts, settings, clock }: AdvanceParts): Advance =>
  makeAdvance({ applications, ask: makeAskFacts({ team, accounts }), settings, clock });

/** @param stopped asks the team room; the command line has none and leaves it out */
export function wireByHand(
  { applications, clock }: Pick<AdvanceParts, 'applications' | 'clock'>,
  advance: Advance,
  stopped?: () => Promise<string | undefined>,
): ByHand {
  const needs = { applications, advance, ...(stopped === undefined ? {} : { stopped }) };
  return {
    decideByHand: makeDecideByHand(needs),
    undo: makeUndo(needs),
    reopen: makeReopen(needs),
    resend: makeResend({ applications, clock }),
    list: makeListApplications({ applications }),
    show: makeShowApplication({ applications }),
    describe: (event) => describeEvent(event, 'en'),
  };
}
