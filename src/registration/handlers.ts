import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import type { JobHandler } from '../outbox/job.ts';
import type { AddJobs } from '../ports/add-jobs.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Advance } from './advance.ts';
import { makeAdjustAccount } from './handlers/adjust-account.ts';
import { makeCountPassword } from './handlers/count-password.ts';
import { makeCreateAccount } from './handlers/create-account.ts';
import { makeExpireApplication } from './handlers/expire-application.ts';
import { makeLetterFor } from './handlers/letter-for.ts';
import { makeProofLetter } from './handlers/proof-letter.ts';
import { makeRemindWelcome } from './handlers/remind-welcome.ts';
import { makeSendLetter } from './handlers/send-letter.ts';
import { makeSendRefusal } from './handlers/send-refusal.ts';
import type { Recount } from './handlers/still-decided.ts';
import { makeTellDelay } from './handlers/tell-delay.ts';
import type { AccountProvisioner } from './ports/account-provisioner.ts';
import type { ApplicationStore } from './ports/application-store.ts';
import type { Derivations } from './ports/derivations.ts';
import type { WelcomeRooms } from './ports/welcome-rooms.ts';
import type { JobKind } from './rules/jobs.ts';
import type { RegistrationSettings } from './settings.ts';
import type { SteadyNow } from './steady-time.ts';

/** Kinds that reach the applicant, the account or the clock; those of the team room are in `team/`. */
export type RegistrationJobKind = Extract<
  JobKind,
  | 'registration.send-letter'
  | 'registration.create-account'
  | 'registration.adjust-account'
  | 'registration.send-refusal'
  | 'registration.expire-application'
  | 'registration.tell-delay'
  | 'registration.remind-welcome'
  | 'registration.count-password'
>;

/**
 * The other places that every job for these places needs. Letters are not listed: only a refusal by votes needs the homeserver,
 * and its fault says so.
 */
export const registrationPlaces = {
  'team-room': ['homeserver'],
  account: ['homeserver'],
} as const;

export interface RegistrationHandlerNeeds {
  readonly applications: ApplicationStore;
  readonly jobs: AddJobs;
  readonly accounts: AccountProvisioner;
  readonly rooms: WelcomeRooms;
  readonly mailer: Mailer;
  readonly derive: Derivations;
  readonly advance: Advance;
  /** The vote counter's. */
  readonly recount: Recount;
  readonly settings: RegistrationSettings;
  readonly clock: Clock;
  /** The one that the use cases have as well. */
  readonly steadyNow: SteadyNow;
  readonly log: Logger;
}

export function makeRegistrationHandlers(
  needs: RegistrationHandlerNeeds,
): Readonly<Record<RegistrationJobKind, JobHandler>> {
  const letterFor = makeLetterFor(needs);
  const proofLetter = makeProofLetter(needs);
  return {
    'registration.send-letter': makeSendLetter({ ...needs, letterFor, proofLetter }),
    'registration.create-account': makeCreateAccount(needs),
    'registration.adjust-account': makeAdjustAccount(needs),
    'registration.send-refusal': makeSendRefusal({ ...needs, letterFor }),
    'registration.expire-application': makeExpireApplication(needs),
    'registration.tell-delay': makeTellDelay(needs),
    'registration.remind-welcome': makeRemindWelcome(needs),
    'registration.count-password': makeCountPassword(needs),
  };
}
