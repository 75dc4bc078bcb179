import type { Clock } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import { explainMissedRoom } from '../explain-missed-room.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { WelcomeRooms } from '../ports/welcome-rooms.ts';
import { AGREED } from '../rules/fields/findable.ts';
import type { Shortfall } from '../rules/shortfalls.ts';

export interface AdmitNeeds {
  readonly applications: Pick<ApplicationStore, 'addAudit' | 'findPasswordHash'>;
  readonly accounts: Pick<AccountProvisioner, 'bind' | 'adoptPassword'>;
  readonly rooms: WelcomeRooms;
  readonly advance: Advance;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * What follows once the account is there and may be used; every step can be repeated. An application whose account is gone again by
 * now ends. Throws `Fault`.
 */
export async function admit(
  application: Application,
  userId: UserId,
  signal: AbortSignal,
  { applications, accounts, rooms, advance, clock, log }: AdmitNeeds,
): Promise<void> {
  const { id, entry, email, order } = application;
  const account = { userId, applicationId: id };
  const consents = {
    findableByName: order.findableByName === AGREED,
    findableByAddress: order.findableByAddress === AGREED,
  };
  const bound = await accounts.bind(account, { displayName: order.displayName, email, consents }, signal);
  const hash = await applications.findPasswordHash(id);
  const adopted = bound === 'gone' || hash === undefined ? undefined : await accounts.adoptPassword?.(account, hash);
  if (bound === 'gone' || adopted === 'gone') return void (await advance(id, { kind: 'account-gone', userId }));
  const shortfalls: Shortfall[] = [];
  try {
    for (const missed of await rooms.admit(userId, signal)) {
      shortfalls.push({ kind: 'room', missed });
      const { room } = missed;
      const about = { application: application.shortId, room, ...explainMissedRoom('en', missed) };
      log.warn('a new account could not be brought into a welcome room', about);
    }
  } catch (error) {
    // A welcome room that will never open must not keep somebody out of the account.
    if (!(error instanceof Fault) || error.retryable || error.scope === 'channel') throw error;
    shortfalls.push({ kind: 'rooms', code: error.code });
    log.warn('a new account is not in every welcome room', { application: application.shortId, fault: error });
  }
  // Noted after the steps that can fail, or every failed attempt would note it again.
  if (bound === 'address-taken') {
    await applications.addAudit({ subject: id, at: clock.now(), by: 'porter', what: 'address-not-bound' });
    log.warn('an account was made without its address', { application: application.shortId });
    shortfalls.push({ kind: 'address' });
  }
  await advance(id, { kind: 'account-made', entry, userId, shortfalls, hasPassword: adopted === 'set' });
}
