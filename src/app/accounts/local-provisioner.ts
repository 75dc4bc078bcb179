import type { Account, Profile } from '../../accounts/ports/account.ts';
import type { AccountStore } from '../../accounts/ports/account-store.ts';
import type { Passwords } from '../../accounts/ports/passwords.ts';
import { comparableNames } from '../../accounts/rules/comparable-names.ts';
import { parseThirdPartyId } from '../../accounts/rules/third-party-id.ts';
import type { Clock } from '../../kernel/clock.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Gone } from '../../kernel/gone.ts';
import { type Localpart, localpartOf, userIdOf } from '../../kernel/matrix-id.ts';
import { type Outcome, refuse } from '../../kernel/outcome.ts';
import type { AccountProvisioner, OwnAccount } from '../../registration/ports/account-provisioner.ts';

export interface LocalProvisionerNeeds {
  readonly accounts: AccountStore;
  readonly passwords: Pick<Passwords, 'hash'>;
  /** The same person's user at the homeserver, which never gets a password. */
  readonly there: AccountProvisioner;
  readonly serverName: string;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Accounts that Porter keeps, each with an empty user at the homeserver, so that nobody else can take the name before the first log-in.
 * The row here comes first and promises the name by its key; if the homeserver then says that somebody has it, the row is taken back.
 * Both sides know the application by its id, so that every step can be repeated.
 */
export function makeLocalProvisioner({
  accounts,
  passwords,
  there,
  serverName,
  clock,
}: LocalProvisionerNeeds): AccountProvisioner {
  const byPorter = () => ({ by: 'porter', at: clock.now() }) as const;
  const addressOf = (email: string) => parseThirdPartyId('email', email);

  async function ownerHere(email: string): Promise<Account | undefined> {
    const address = addressOf(email);
    return address && (await accounts.findAddresses([address]))[0]?.account;
  }

  /** A closed account, or one that was made otherwise, is as good as none. */
  async function ownOf({ userId, applicationId }: OwnAccount): Promise<Profile | Gone> {
    const found = await accounts.findMadeFor(applicationId);
    return found?.localpart === localpartOf(userId) ? found : 'gone';
  }

  async function hashPassword(password: string): Promise<Outcome<string, 'busy' | 'bad-password'>> {
    const hash = await passwords.hash(password);
    return hash.ok ? hash : refuse(hash.refusal === 'busy' ? 'busy' : 'bad-password');
  }

  /** Adds the row that promises the name. */
  async function reserve(id: string, localpart: Localpart): Promise<'reserved' | 'taken'> {
    const profile: Profile = {
      ...{ localpart, displayName: undefined, state: 'active', createdAt: clock.now(), lastSeenAt: undefined },
      ...{ addresses: [], findableByName: false, findableByAddress: false },
    };
    const outcome = await accounts.add(
      { profile, names: comparableNames(profile), hash: undefined, applicationId: id },
      byPorter(),
    );
    return outcome === 'added' ? 'reserved' : 'taken';
  }

  return {
    async isFree(localpart, signal) {
      return (await accounts.find(localpart)) === undefined ? there.isFree(localpart, signal) : 'taken';
    },

    async ownerOf(email, signal) {
      const here = await ownerHere(email);
      return here === undefined ? there.ownerOf(email, signal) : userIdOf(here.localpart, serverName);
    },

    // Of a closed account nothing but the name is here, and nobody logs in with it.
    replacesPassword: async (userId) => {
      const found = await accounts.find(localpartOf(userId));
      return found !== undefined && found.state !== 'closed';
    },

    async createFor(application, signal) {
      const { id, localpart } = application;
      const earlier = await accounts.findMadeFor(id);
      if (earlier === undefined) {
        if ((await reserve(id, localpart)) === 'taken') return { kind: 'taken' };
        crashPoint('account.afterReserve');
      } else if (earlier.localpart !== localpart) throw otherName();
      const made = await there.createFor(application, signal);
      if (made.kind === 'taken') await accounts.takeBack(id, byPorter());
      return made;
    },

    async findFor(applicationId, signal) {
      const userId = await there.findFor?.(applicationId, signal);
      // The name was promised here, and the decision was taken back before anything was made of it.
      if (userId === undefined) await accounts.takeBack(applicationId, byPorter());
      return userId;
    },

    async stateOf(account, signal) {
      const found = await ownOf(account);
      if (found === 'gone') return 'gone';
      const state = await there.stateOf(account, signal);
      return state === 'open' && found.state === 'suspended' ? 'locked' : state;
    },

    async bind(account, profile, signal) {
      const found = await ownOf(account);
      if (found === 'gone') return 'gone';
      const owner = profile.email && (await ownerHere(profile.email));
      const isTaken = owner !== undefined && owner.localpart !== found.localpart;
      const bound = await there.bind(account, isTaken ? { ...profile, email: undefined } : profile, signal);
      if (bound === 'gone') return 'gone';
      const { displayName, email } = profile;
      const set = await accounts.setProfile(
        found.localpart,
        {
          displayName: displayName === '' ? undefined : displayName,
          names: comparableNames({ localpart: found.localpart, displayName }),
          address: email === undefined || isTaken || bound === 'address-taken' ? undefined : addressOf(email),
          ...profile.consents,
        },
        byPorter(),
      );
      if (set === 'closed') return 'gone';
      return isTaken || set === 'address-taken' ? 'address-taken' : bound;
    },

    async lock(account, signal) {
      const found = await ownOf(account);
      if (found === 'gone') return 'gone';
      // Here first: from now on nobody gets in, and the homeserver ends what is open.
      await accounts.setState(found.localpart, { from: ['active'], to: 'suspended' }, byPorter());
      return there.lock(account, signal);
    },

    async unlock(account, signal) {
      const found = await ownOf(account);
      if (found === 'gone') return 'gone';
      const unlocked = await there.unlock(account, signal);
      if (unlocked === 'done')
        await accounts.setState(found.localpart, { from: ['suspended'], to: 'active' }, byPorter());
      return unlocked;
    },

    async close(account, signal) {
      const found = await ownOf(account);
      if (found !== 'gone') await accounts.close(found.localpart, byPorter());
      // Also where it is closed here already: an earlier attempt may have come no further.
      const closed = await there.close(account, signal);
      return found === 'gone' ? closed : 'done';
    },

    hashPassword,

    async adoptPassword(account, hash) {
      const found = await ownOf(account);
      if (found === 'gone') return 'gone';
      // An earlier attempt may have come so far, and the person may have chosen another one since.
      if ((await accounts.findCredential(found.localpart))?.hash !== undefined) return 'set';
      const isSet = await accounts.setHash(found.localpart, hash, byPorter());
      crashPoint('account.afterHash');
      return isSet ? 'set' : 'gone';
    },

    async setPassword(account, password, signal) {
      const found = await ownOf(account);
      if (found === 'gone') return 'gone';
      const state = await there.stateOf(account, signal);
      if (state === 'gone') return 'gone';
      if (state === 'locked' || found.state === 'suspended') return 'locked';
      const hash = await hashPassword(password);
      if (!hash.ok) return hash.refusal;
      const isSet = await accounts.setHash(found.localpart, hash.value, byPorter());
      crashPoint('account.afterHash');
      return isSet ? 'set' : 'gone';
    },
  };
}

const otherName = () =>
  new Fault('This application has an account here already, under another name', {
    ...{ code: 'account.other-name', retryable: false, scope: 'message' },
    remedy: 'Look at the application with porter applications show, and at the account with porter accounts show.',
  });
