import type { Clock } from '../kernel/clock.ts';
import type { EmailAddress } from '../kernel/email-address.ts';
import type { Localpart } from '../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { Actor } from '../ports/audit.ts';
import type { AccountStore } from './ports/account-store.ts';
import type { AddressChange, AddressChangeStore } from './ports/address-changes.ts';
import { followAddress, isOpen, tellAddresses } from './rules/address-jobs.ts';
import { mailsOf } from './rules/third-party-id.ts';

/** `nothing`: no change is open, and none of the last 30 days counts. `taken`: another account has the address from before by now. */
export type UndoRefusal = 'unknown-account' | 'nothing' | 'taken';

export interface UndoAddress {
  /** The newest change of the account that is open or counts. */
  newest(localpart: Localpart): Promise<{ readonly change: AddressChange; readonly isOpen: boolean } | undefined>;
  /** Withdraws the open change; without one, undoes the last that counts. */
  undo(localpart: Localpart, by: Actor): Promise<Outcome<AddressChange, UndoRefusal>>;
}

export interface UndoAddressNeeds {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly changes: Pick<AddressChangeStore, 'list' | 'withdraw' | 'undo' | 'find'>;
  /** Undefined where Porter sends no mail: then nobody is told. */
  readonly addressHash: ((address: EmailAddress) => string) | undefined;
  /** False without a homeserver: there is no user to follow then. */
  readonly hasHomeserver: boolean;
  readonly clock: Pick<Clock, 'now'>;
}

/** How an operator takes a change of a mail address back. Throws `Fault` when the database cannot be used. */
export function makeUndoAddress(needs: UndoAddressNeeds): UndoAddress {
  const { accounts, changes, addressHash, hasHomeserver, clock } = needs;

  async function newest(localpart: Localpart) {
    const known = await changes.list(localpart);
    const open = known.find((change) => isOpen(change, clock.now()));
    if (open !== undefined) return { change: open, isOpen: true };
    const change = known.find(({ end }) => end?.how === 'done');
    return change && { change, isOpen: false };
  }

  /** What follows: letters to all addresses that the account has then, and the user at the homeserver. */
  function jobsFor(change: AddressChange, mails: readonly EmailAddress[], at: number) {
    const told = [...mails.filter((mail) => mail !== change.address), change.replaces].filter(
      (mail) => mail !== undefined,
    );
    return [
      ...(addressHash === undefined ? [] : tellAddresses(change, 'undone', told.map(addressHash), at)),
      ...(hasHomeserver ? [followAddress(change, 'undone', at)] : []),
    ];
  }

  return {
    newest,

    async undo(localpart, by) {
      const account = await accounts.find(localpart);
      if (account === undefined) return refuse('unknown-account');
      const ordered = { by, at: clock.now() };
      const found = await newest(localpart);
      if (found === undefined) return refuse('nothing');
      const { id } = found.change;
      if (found.isOpen) {
        if (!(await changes.withdraw(localpart, ordered))) return refuse('nothing');
      } else {
        const undone = await changes.undo(id, ordered, jobsFor(found.change, mailsOf(account), ordered.at));
        if (undone !== 'undone') return refuse(undone === 'taken' ? 'taken' : 'nothing');
      }
      return ok((await changes.find(id)) ?? found.change);
    },
  };
}
