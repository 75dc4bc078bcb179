import { SECOND } from '../../kernel/clock.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import { comparableAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import { type UserId, userIdOf } from '../../kernel/matrix-id.ts';
import type { AccountProvisioner } from '../../registration/ports/account-provisioner.ts';
import type { HomeserverClient } from '../client.ts';
import { refusalOf } from '../refusal.ts';
import { makeAccountCalls } from './account-calls.ts';

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
  async function stepBack(userId: UserId, signal: AbortSignal): Promise<{ readonly kind: 'taken' }> {
    log.error('a name came into being in the moment of its creation: its external ids were replaced, nothing else', {
      userId,
      remedy: 'Compare the external ids of that account with what they should be.',
    });
    await calls.change(userId, { external_ids: [] }, signal);
    return { kind: 'taken' };
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

    async addressInUse(email, signal) {
      return (await calls.ownerOf(comparableAddress(email), signal)) !== undefined;
    },

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

    async bind(userId, { displayName, email }, signal) {
      const address = comparableAddress(email);
      const found = await calls.find(userId, signal);
      if (found === undefined || found.deactivated) throw gone();
      if (displayName !== '' && found.displayname !== displayName.toWellFormed()) {
        await calls.change(userId, { displayname: displayName.toWellFormed() }, signal);
      }
      if (!found.addresses.includes(address)) {
        const owner = await calls.ownerOf(address, signal);
        // Synapse would take the address away from that account without a word.
        if (owner !== undefined && owner !== userId) return 'address-taken';
        const threepids = [...found.addresses, address].map((known) => ({ medium: 'email', address: known }));
        await calls.change(userId, { threepids }, signal);
      }
      const after = await calls.find(userId, signal);
      if (after === undefined) throw gone();
      if (!after.addresses.includes(address)) throw notKept();
      crashPoint('account.afterBind');
      return 'bound';
    },

    async lock(userId, signal) {
      const found = await calls.find(userId, signal);
      if (found === undefined) throw gone();
      // `locked` and `deactivated` together are refused: a closed account needs no lock.
      if (!found.locked && !found.deactivated) await calls.change(userId, { locked: true }, signal);
    },

    async unlock(userId, signal) {
      const found = await calls.find(userId, signal);
      if (found === undefined) throw gone();
      if (found.locked) await calls.change(userId, { locked: false }, signal);
    },

    async close(userId, signal) {
      const found = await calls.find(userId, signal);
      if (found === undefined) throw gone();
      if (found.deactivated) return;
      if (found.locked) await calls.change(userId, { locked: false }, signal);
      await calls.deactivate(userId, signal);
    },

    async setPassword(userId, applicationId, password, signal) {
      // An empty password would let anybody in, and bcrypt reads 72 bytes.
      if (password === '' || Buffer.byteLength(password) > 72) throw badPassword();
      const found = await calls.find(userId, signal);
      if (found === undefined) throw gone();
      if (!found.markers.includes(applicationId) || found.deactivated) throw notOurs();
      const response = await calls.setPassword(userId, password, signal);
      if (response.status === 403) throw passwordsOff();
      if (response.status >= 300) throw refusalOf(response);
      crashPoint('account.afterPassword');
    },
  };
}

const gone = () =>
  new Fault('The account is not there any more, or is closed', {
    ...{ code: 'account.gone', retryable: false, scope: 'message' },
    remedy: 'Somebody closed it on the homeserver; decide about the application anew.',
  });

const notOurs = () =>
  new Fault('The account was not made for this application, or is closed', {
    ...{ code: 'account.not-ours', retryable: false, scope: 'message' },
  });

const notKept = () =>
  new Fault('The homeserver did not keep the address', {
    ...{ code: 'account.address-not-kept', retryable: true, scope: 'message' },
  });

const badPassword = () =>
  new Fault('A password that Synapse cannot keep whole', {
    ...{ code: 'account.bad-password', retryable: false, scope: 'message' },
  });

const passwordsOff = () =>
  new Fault('The homeserver does not let passwords be set', {
    ...{ code: 'account.passwords-off', retryable: false, scope: 'message' },
    remedy: 'Switch password_config.enabled and password_config.localdb_enabled on in homeserver.yaml.',
  });
