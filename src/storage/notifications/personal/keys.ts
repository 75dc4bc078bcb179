import type { JobPayload } from '../../../outbox/job.ts';
import type { Person, PersonalData } from '../../../ports/personal.ts';
import type { EraseJobs } from '../../outbox/erase-jobs.ts';
import { onEveryAccount, type Whose } from '../whose.ts';

/** Identifies a person in the tables of the relay. */
export interface PersonAddresses extends Whose {
  readonly userId: string | undefined;
  /** Where they are reached, their account among it. */
  readonly addresses: readonly { readonly channel: string; readonly address: string }[];
}

/** Identifies what there is about a person in the tables of the relay. */
export interface PersonKeys extends PersonAddresses {
  /** Numbers of the jobs that concerned them when these were searched. */
  readonly jobs: readonly number[];
}

/** What the kinds of rows need besides. */
export interface ErasureNeeds {
  readonly eraseJobs: EraseJobs;
  readonly now: () => number;
}

export function addressesOf({ userId, addresses = [] }: Person): PersonAddresses {
  const all = [...(userId === undefined ? [] : [{ channel: 'matrix', address: userId as string }]), ...addresses];
  return { ...onEveryAccount(all), userId, addresses: all };
}

/** What a notification says, for the person to read. */
export const shownNotification = ({ title, lines, link, facts, origin, urgency }: JobPayload): PersonalData => ({
  ...{ title, lines, link, facts, origin, urgency },
});
