import type { Clock } from '../kernel/clock.ts';
import type { Localpart } from '../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { Actor } from '../ports/audit.ts';
import type { PasswordRefusal } from '../ports/password-judge.ts';
import type { NewPasswords, Owner } from './new-passwords.ts';
import type { Account, AccountState, Consents, Profile, ThirdPartyId } from './ports/account.ts';
import type { AccountAuditEntry } from './ports/account-audit.ts';
import type { AccountStore, AddOutcome } from './ports/account-store.ts';
import { comparableNames } from './rules/comparable-names.ts';
import { followAccount } from './rules/follow-job.ts';

/** Is this name free at the homeserver? `unknown` while it cannot be asked. */
export type AskNameFree = (localpart: Localpart) => Promise<'free' | 'taken' | 'refused' | 'unknown'>;

export interface WantedAccount extends Consents {
  readonly localpart: Localpart;
  readonly displayName: string | undefined;
  readonly addresses: readonly ThirdPartyId[];
  /** Undefined: nobody can log in until one is set. */
  readonly password: string | undefined;
}

/**
 * `taken-there`: a user of this name is at the homeserver, also one that is deactivated: whoever got the account would be taken for that
 * person. `name-refused`: the homeserver will not have such a name. `cannot-ask`: it does not respond, so nobody knows.
 */
export type AddRefusal = Exclude<AddOutcome, 'added'> | 'taken-there' | 'name-refused' | 'cannot-ask';

/** `weak`: the detail says why, as on the pages. */
export type BadPassword = Outcome<undefined, 'empty' | 'busy'> | Outcome<undefined, 'weak', PasswordRefusal>;

/** `in-state`: the account is in another state already; the detail says which. */
export type ChangeRefusal = 'unknown-account' | 'in-state';
export type Change = Outcome<undefined, ChangeRefusal, AccountState | undefined>;

export interface KeepAccounts {
  add(wanted: WantedAccount, by: Actor): Promise<Outcome<undefined, AddRefusal> | BadPassword>;
  /** Nobody can log in until it is resumed, and nobody finds it. The user at the homeserver is locked by a job. */
  suspend(localpart: Localpart, by: Actor): Promise<Change>;
  resume(localpart: Localpart, by: Actor): Promise<Change>;
  /** For good: everything but the name is deleted. The user at the homeserver is deactivated by a job. */
  close(localpart: Localpart, by: Actor): Promise<Change>;
  setPassword(localpart: Localpart, password: string, by: Actor): Promise<Change | BadPassword>;
  list: AccountStore['list'];
  /** With what was done to it, oldest first. */
  show(
    localpart: Localpart,
  ): Promise<
    | { readonly profile: Profile; readonly hasPassword: boolean; readonly audit: readonly AccountAuditEntry[] }
    | undefined
  >;
}

export interface KeepAccountsNeeds {
  readonly accounts: AccountStore;
  readonly newPasswords: NewPasswords;
  /** Undefined where no homeserver is configured: then nobody can know whether it has the name. */
  readonly askNameFree: AskNameFree | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/** What an operator does to accounts. Throws `Fault` when the database cannot be used. */
export function makeKeepAccounts({ accounts, newPasswords, askNameFree, clock }: KeepAccountsNeeds): KeepAccounts {
  const ordered = (by: Actor) => ({ by, at: clock.now() });
  /** Sessions that are open at the homeserver would live on. */
  const followed = (localpart: Localpart) => (askNameFree === undefined ? [] : [followAccount(localpart, clock.now())]);

  /** Says why nothing changed. */
  async function whyNot(localpart: Localpart): Promise<Change> {
    const found: Account | undefined = await accounts.find(localpart);
    return found === undefined ? refuse('unknown-account', undefined) : refuse('in-state', found.state);
  }
  const changed = async (localpart: Localpart, done: boolean): Promise<Change> =>
    done ? ok(undefined) : whyNot(localpart);

  const setState = async (localpart: Localpart, to: Parameters<AccountStore['setState']>[1], by: Actor) =>
    changed(localpart, await accounts.setState(localpart, to, ordered(by), followed(localpart)));

  const hashFor = async (owner: Owner, typed: string) =>
    typed === '' ? refuse('empty') : newPasswords.make(owner, typed);

  async function whyNotFree(localpart: Localpart): Promise<AddRefusal | undefined> {
    if ((await accounts.find(localpart)) !== undefined) return 'name-taken';
    switch (await askNameFree?.(localpart)) {
      case 'taken':
        return 'taken-there';
      case 'refused':
        return 'name-refused';
      case 'unknown':
        return 'cannot-ask';
      default:
        return undefined;
    }
  }

  return {
    async add({ password, ...wanted }, by) {
      const refusal = await whyNotFree(wanted.localpart);
      if (refusal !== undefined) return refuse(refusal);
      const hash = password === undefined ? ok(undefined) : await hashFor(wanted, password);
      if (!hash.ok) return hash;
      const profile = { ...wanted, state: 'active', createdAt: clock.now(), lastSeenAt: undefined } as const;
      const names = comparableNames(wanted);
      const outcome = await accounts.add({ profile, names, hash: hash.value }, ordered(by));
      return outcome === 'added' ? ok(undefined) : refuse(outcome);
    },

    suspend: (localpart, by) => setState(localpart, { from: ['active'], to: 'suspended' }, by),
    resume: (localpart, by) => setState(localpart, { from: ['suspended'], to: 'active' }, by),
    close: async (localpart, by) =>
      changed(localpart, await accounts.close(localpart, ordered(by), followed(localpart))),

    async setPassword(localpart, password, by) {
      const owner = await accounts.find(localpart);
      if (owner === undefined) return refuse('unknown-account', undefined);
      const hash = await hashFor(owner, password);
      return hash.ok ? changed(localpart, await accounts.setHash(localpart, hash.value, ordered(by))) : hash;
    },

    list: (options) => accounts.list(options),

    async show(localpart) {
      const found = await accounts.findCredential(localpart);
      if (found === undefined) return undefined;
      const { profile, hash } = found;
      return { profile, hasPassword: hash !== undefined, audit: await accounts.audit(localpart) };
    },
  };
}
