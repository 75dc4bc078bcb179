import { userIdOf } from '../../kernel/matrix-id.ts';
import { type JobHandler, nothing, unreadable } from '../../outbox/job.ts';
import type { Sender } from '../../texts/letters/section.ts';
import { passwordChangedLetter } from '../letters/password-changed.ts';
import type { AccountStore } from '../ports/account-store.ts';
import { readTellChanged } from '../rules/password-jobs.ts';
import { addressOf, type PostToNeeds, postTo } from './post-to.ts';

export interface TellChangedNeeds extends PostToNeeds {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly serverName: string;
  readonly sender: Sender;
  /** IANA name of the zone whose times letters show. */
  readonly timeZone: string;
}

/** Tells one address of a person that the password was changed, unless the address is no longer theirs. */
export const makeTellPasswordChanged =
  ({ accounts, serverName, sender, timeZone, ...post }: TellChangedNeeds): JobHandler =>
  async (job, tools) => {
    const order = readTellChanged(job, serverName);
    if (order === undefined) throw unreadable('A job to tell of a changed password cannot be read');
    const { localpart, at } = order;
    const to = addressOf(job, await accounts.find(localpart), post.addressHash);
    if (to === undefined) return nothing;
    const letter = passwordChangedLetter(sender, { userId: userIdOf(localpart, serverName), at, timeZone });
    return postTo(to, letter, job, tools, post);
  };
