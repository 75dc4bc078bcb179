import { SECOND } from '../../kernel/clock.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import { comparableAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Gone } from '../../kernel/gone.ts';
import type { Logger } from '../../kernel/log.ts';
import { type UserId, userIdOf } from '../../kernel/matrix-id.ts';
import { MOST_PASSWORD_BYTES } from '../../kernel/password-form.ts';
import type { AccountProvisioner, OwnAccount, Taken } from '../../registration/ports/account-provisioner.ts';
import type { HomeserverClient } from '../client.ts';
import { refusalOf } from '../refusal.ts';
import { type FoundAccount, makeAccountCalls } from './account-calls.ts';
import { POLICY_PATH, parsePasswordPolicy } from './password-policy.ts';

/** Somebody is waiting for the form: after this time the name counts as `unknown`, and the homeserver is asked again later. */
const PATIENCE = 4 * SECOND;

export interface AccountsNeeds {
  readonly client: HomeserverClient;
  readonly log: Logger;
}

/**
 * Accounts on Synapse, whose `PUT users` silently takes over an account that exists. So we ask whether the name is free directly
 * before; the first PUT is one that Synapse refuses for an existing account, and carries our marker; and after any response but
 * 201 we look for the marker. An error is never taken to mean that no account exists.
 */
export function makeAccounts({ client, log }: AccountsNeeds): AccountProvisioner {
  const calls = makeAccountCalls(client);

  const recognise = (found: UserId, wanted: UserId) => {
    if (found === wanted) return { kind: 'ours', userId: found } as const;
    throw new Fault('This application has an account already, under another name', {
      ...{ code: 'account.other-name', retryable: false, scope: 'message' },
      remedy: 'Look at the application with porter applications show, and at the account with the admin API.',
    });
  };

  /**
   * Somebody made the account after we had asked, and the homeserver let our PUT change it. Our marker is taken off again, or a
   * later attempt would take the account for ours.
   */
  async function stepBack(userId: UserId, signal: AbortSignal): Promise<Taken> {
    log.error('a name came into being in the moment of its creation: its external ids were replaced, nothing else', {
      userId,
      remedy: 'Compare the external ids of that account with what they should be.',
    });
    await calls.change(userId, { external_ids: [] }, signal);
    return { kind: 'taken', touched: true };
  }

  /** A closed account, or one without our marker, is as good as none: nothing of it is ever changed. */
  async function ownOf({ userId, applicationId }: OwnAccount, signal?: AbortSignal): Promise<FoundAccount | Gone> {
    const found = await calls.find(userId, signal);
    return found !== undefined && isOwn(found, applicationId) ? found : 'gone';
  }

  return {
    async isFree(localpart, signal) {
      try {
        return await calls.verdict(localpart, signal, PATIENCE);
      } catch (error) {
        if (error instanceof Fault) return 'unknown';
        throw error;
      }
    },

    ownerOf: (email, signal) => calls.ownerOf(comparableAddress(email), signal),

    async createFor({ id, localpart }, signal) {
      const wanted = userIdOf(localpart, client.serverName);
      const earlier = await calls.findByMarker(id, signal);
      if (earlier !== undefined) return recognise(earlier, wanted);
      // Directly before the PUT, so that the gap in which somebody else could take the name is as small as possible.
      if ((await calls.verdict(localpart, signal)) !== 'free') return { kind: 'taken' };
      const response = await calls.create(wanted, id, signal);
      crashPoint('account.afterCreate');
      if (response.status === 201) return { kind: 'created', userId: wanted };
      if (response.status === 200) return await stepBack(wanted, signal);
      // Whatever it says, the account may exist: ours if it has our marker, else somebody was faster.
      const made = await calls.findByMarker(id, signal);
      if (made !== undefined) return recognise(made, wanted);
      if ((await calls.verdict(localpart, signal)) !== 'free') return { kind: 'taken' };
      throw refusalOf(response);
    },

    findFor: (applicationId, signal) => calls.findByMarker(applicationId, signal),

    async stateOf(account, signal) {
      const found = await ownOf(account, signal);
      if (found === 'gone') return 'gone';
      return found.locked ? 'locked' : 'open';
    },

    async bind({ userId, applicationId }, { displayName, email }, signal) {
      const address = email && comparableAddress(email);
      const found = await calls.find(userId, signal);
      // Made or unlocked a moment ago: a worker of the homeserver may not have read it yet.
      if (found === undefined) throw notSeenYet();
      if (!isOwn(found, applicationId)) return 'gone';
      if (displayName !== '' && found.displayname !== displayName.toWellFormed()) {
        await calls.change(userId, { displayname: displayName.toWellFormed() }, signal);
      }
      if (address !== undefined && !found.addresses.includes(address)) {
        const owner = await calls.ownerOf(address, signal);
        // Synapse would take the address away from that account without a word.
        if (owner !== undefined && owner !== userId) return 'address-taken';
        const threepids = [...found.addresses, address].map((known) => ({ medium: 'email', address: known }));
        await calls.change(userId, { threepids }, signal);
      }
      const after = await calls.find(userId, signal);
      if (address !== undefined && !after?.addresses.includes(address)) throw notKept();
      crashPoint('account.afterBind');
      return 'bound';
    },

    async lock(account, signal) {
      const found = await ownOf(account, signal);
      // Synapse refuses `locked` and `deactivated` together; a closed account needs no lock.
      if (found === 'gone') return 'gone';
      if (!found.locked) await calls.change(account.userId, { locked: true }, signal);
      return 'done';
    },

    async unlock(account, signal) {
      const found = await ownOf(account, signal);
      if (found === 'gone') return 'gone';
      if (found.locked) await calls.change(account.userId, { locked: false }, signal);
      return 'done';
    },

    async close(account, signal) {
      const found = await ownOf(account, signal);
      if (found === 'gone') return 'gone';
      if (found.locked) await calls.change(account.userId, { locked: false }, signal);
      await calls.deactivate(account.userId, signal);
      return 'done';
    },

    async passwordPolicy(signal) {
      try {
        return parsePasswordPolicy(await client.call('GET', POLICY_PATH, { signal, timeoutMs: PATIENCE }));
      } catch (error) {
        if (error instanceof Fault) return undefined;
        throw error;
      }
    },

    async setPassword(account, password, signal) {
      // An empty password would let anybody in.
      if (password === '' || Buffer.byteLength(password) > MOST_PASSWORD_BYTES) return 'bad-password';
      const found = await ownOf(account, signal);
      if (found === 'gone') return 'gone';
      // Synapse would take the password, and nobody could log in with it.
      if (found.locked) return 'locked';
      const response = await calls.setPassword(account.userId, password, signal);
      if (response.status === 403) return 'passwords-off';
      if (response.status >= 300) throw refusalOf(response);
      crashPoint('account.afterPassword');
      return 'set';
    },
  };
}

const isOwn = ({ deactivated, markers }: FoundAccount, applicationId: string): boolean =>
  !deactivated && markers.includes(applicationId);

const notSeenYet = () =>
  new Fault('The homeserver does not show the account that was made', {
    ...{ code: 'account.not-seen-yet', retryable: true, scope: 'message' },
  });

const notKept = () =>
  new Fault('The homeserver did not keep the address', {
    ...{ code: 'account.address-not-kept', retryable: true, scope: 'message' },
  });
