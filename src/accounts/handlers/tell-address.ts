import type { Language } from '../../kernel/languages.ts';
import { userIdOf } from '../../kernel/matrix-id.ts';
import { type JobHandler, nothing, unreadable } from '../../outbox/job.ts';
import type { Sender } from '../../texts/letters/section.ts';
import { addressChangeLetter } from '../letters/address-change.ts';
import type { AccountStore } from '../ports/account-store.ts';
import type { AddressChangeStore } from '../ports/address-changes.ts';
import { readTellAddress } from '../rules/address-jobs.ts';
import { FORGOTTEN } from '../rules/link-jobs.ts';
import { mailsOf } from '../rules/third-party-id.ts';
import { type PostToNeeds, postTo } from './post-to.ts';

export interface TellAddressNeeds extends PostToNeeds {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly changes: Pick<AddressChangeStore, 'find'>;
  readonly serverName: string;
  readonly sender: (language: Language) => Sender;
  /** IANA name of the zone whose times letters show. */
  readonly timeZone: string;
}

/** Tells one address of an account, or the one that was replaced, what becomes of the change. Nothing once the account is closed. */
export const makeTellAddress =
  ({ accounts, changes, serverName, sender, timeZone, addressHash, ...post }: TellAddressNeeds): JobHandler =>
  async (job, tools) => {
    const order = readTellAddress(job);
    if (order === undefined) throw unreadable('A job to tell of a changed address cannot be read');
    const change = await changes.find(order.change);
    const account = change && (await accounts.find(change.localpart));
    if (change === undefined || account === undefined || account.state === 'closed') return nothing;
    const known = [...mailsOf(account), ...(change.replaces === undefined ? [] : [change.replaces])];
    const to = known.find((address) => job.destination === `email:${addressHash(address)}`);
    if (to === undefined) return nothing;
    const { news, at } = order;
    const from = sender(change.language);
    const userId = userIdOf(change.localpart, serverName);
    const forgotten = `${from.publicUrl}${FORGOTTEN}`;
    return postTo(to, addressChangeLetter(from, { news, userId, at, timeZone, forgotten }), job, tools, post);
  };
