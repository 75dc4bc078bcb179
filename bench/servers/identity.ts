/**
 * Porter's door for the homeserver and the identity server, with ten thousand accounts; one of them has a password. Arguments: memory
 * (MiB) and passes of argon2id, the usual ones unless told.
 */
import { makeCheckPassword } from '../../src/accounts/check-password.ts';
import type { GuessLimit } from '../../src/accounts/guess-limit.ts';
import { makeLookUps } from '../../src/accounts/look-up.ts';
import type { Account } from '../../src/accounts/ports/account.ts';
import { comparableNames } from '../../src/accounts/rules/comparable-names.ts';
import { parseThirdPartyId } from '../../src/accounts/rules/third-party-id.ts';
import { openIdentityApi } from '../../src/doors/identity-api/open-identity-api.ts';
import { systemClock as clock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog as log } from '../../src/kernel/log.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { openPasswords } from '../../src/security/open-passwords.ts';
import { openBenchDatabase } from '../databases.ts';
import { BENCH_ARGON2, BENCH_PASSWORD } from '../identity.ts';
import { ready } from './ready.ts';

const ACCOUNTS = 10_000;
/** All connections log in as one person. */
const limit: GuessLimit = {
  ...{ take: () => true, right: () => {}, giveBack: () => {}, wrong: () => {}, isAlarmed: () => false },
};

const database = await openBenchDatabase();
const { accounts } = database.storage;
const ids = makeIds(clock.now);
const [memoryMiB = BENCH_ARGON2.memoryMiB, passes = BENCH_ARGON2.passes] = process.argv.slice(2).map(Number);
const passwords = await openPasswords({ argon2: { memoryMiB, passes }, bcryptPepper: undefined, clock, ids });
const hash = await passwords.hash(BENCH_PASSWORD);
if (!hash.ok) throw new Error(hash.refusal);
for (let n = 0; n < ACCOUNTS; n += 1) {
  const account: Account = {
    ...{ localpart: `user${n}` as Localpart, displayName: `Person Number ${n}`, state: 'active' },
    ...{ findableByName: true, findableByAddress: true, createdAt: clock.now(), lastSeenAt: clock.now() },
  };
  const email = parseThirdPartyId('email', `user${n}@example.org`);
  const profile = { ...account, addresses: email ? [email] : [] };
  const names = comparableNames(account);
  await accounts.add({ profile, names, hash: n === 0 ? hash.value : undefined }, { at: clock.now(), by: 'porter' });
}
const door = await openIdentityApi({
  ...{ listen: { host: '127.0.0.1', port: 0 }, serverName: 'example.org', clients: [], sendDisplayName: false },
  checkPassword: makeCheckPassword({ accounts, passwords, limit, clock, log }),
  ...{ lookUps: makeLookUps(accounts), clock, ids, log },
});
process.once('SIGTERM', () => void database[Symbol.asyncDispose]().then(() => process.exit()));
ready(door.port);
