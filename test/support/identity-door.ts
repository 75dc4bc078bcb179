import { makeCheckPassword } from '../../src/accounts/check-password.ts';
import { makeGuessLimit } from '../../src/accounts/guess-limit.ts';
import { makeKeepAccounts, type WantedAccount } from '../../src/accounts/keep-accounts.ts';
import { makeLookUps } from '../../src/accounts/look-up.ts';
import { makeNewPasswords } from '../../src/accounts/new-passwords.ts';
import type { Passwords } from '../../src/accounts/ports/passwords.ts';
import { type IdentityApiNeeds, openIdentityApi } from '../../src/doors/identity-api/open-identity-api.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { type Ids, makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { openPasswords } from '../../src/security/open-passwords.ts';
import { openTestSqlite, type TestStorage } from '../contract/databases.ts';
import { anEmail } from '../contract/samples.ts';
import { type Answer, ask } from './ask.ts';

export const MODULE = '/_matrix-internal/identity/v1/check_credentials';
export const MA1SD = '/_ma1sd/backend/api/v1';
export const PASSWORD = 'Correct-Horse-7';

export const lena: WantedAccount = {
  ...{ localpart: 'lena' as Localpart, displayName: 'Lena Ortiz', password: PASSWORD },
  addresses: [
    { medium: 'email', address: anEmail('lena@example.org') },
    { medium: 'msisdn', address: '31612345678' },
  ],
  ...{ findableByName: true, findableByAddress: true },
};

/** The real ones, as cheap as they can be. */
export const openTestPasswords = (ids: Ids) =>
  openPasswords({ argon2: { memoryMiB: 1, passes: 1 }, bcryptPepper: undefined, clock: systemClock, ids });

/** For tests about something else than whether a password is good. */
export const takesAny = (passwords: Pick<Passwords, 'hash'>) =>
  makeNewPasswords({ passwords, judge: { judge: async () => undefined } });

export interface TestIdentityDoor extends AsyncDisposable {
  readonly port: number;
  readonly opened: TestStorage;
  readonly keep: ReturnType<typeof makeKeepAccounts>;
  add(wanted: Partial<WantedAccount>): Promise<void>;
  /** Posts what a caller sends. @param body text and bytes as they are, data as JSON */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The same; resolves with status and body, which must be JSON. */
  json(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<readonly [number, unknown]>;
}

/** The identity door of example.org on a free port of loopback, with the real use cases and database, and Lena's account. */
export async function openTestIdentityDoor(over: Partial<IdentityApiNeeds> = {}): Promise<TestIdentityDoor> {
  const opened = await openTestSqlite();
  const { accounts } = opened.storage;
  const ids = makeIds(systemClock.now);
  const passwords = await openTestPasswords(ids);
  const { clock } = opened;
  const keep = makeKeepAccounts({ accounts, newPasswords: takesAny(passwords), askNameFree: undefined, clock });
  const limit = makeGuessLimit(clock);
  const door = await openIdentityApi({
    ...{ listen: { host: '127.0.0.1', port: 0 }, serverName: 'example.org', clients: [], sendDisplayName: false },
    checkPassword: makeCheckPassword({ accounts, passwords, limit, clock, log: silentLog }),
    ...{ lookUps: makeLookUps(accounts), clock: systemClock, ids, log: silentLog },
    ...over,
  });
  const add = async (wanted: Partial<WantedAccount>) => {
    const added = await keep.add({ ...lena, ...wanted }, 'porter');
    if (!added.ok) throw new Error(added.refusal);
  };
  await add({});
  const post: TestIdentityDoor['post'] = (path, body, headers = {}) =>
    ask(door.port, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
      body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    });
  return {
    ...{ port: door.port, opened, keep, add, post },
    async json(path, body, headers) {
      const { status, body: text } = await post(path, body, headers);
      return [status, JSON.parse(text)];
    },
    async [Symbol.asyncDispose]() {
      await door[Symbol.asyncDispose]();
      await opened[Symbol.asyncDispose]();
    },
  };
}
