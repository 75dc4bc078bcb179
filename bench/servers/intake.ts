/** Porter's door for notifications: each is kept on disk before it is answered. Nothing is delivered. */
import { openIntake } from '../../src/doors/intake/open-intake.ts';
import { limitGuesses } from '../../src/doors/intake/senders.ts';
import { DAY, MINUTE, SECOND, systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { makeAccept } from '../../src/notifications/accept.ts';
import { makeLook } from '../../src/notifications/look.ts';
import { makeNetworkLimit } from '../../src/web/limiter.ts';
import { openBenchDatabase } from '../databases.ts';
import { ready } from './ready.ts';

const database = await openBenchDatabase();
const { notifications: store } = database.storage;
const ids = makeIds(systemClock.now);
const settings = {
  book: new Map([['ops', [{ channel: 'email', address: 'ops@example.org' }]]]),
  manners: new Map(),
  routes: [],
  show: { origin: true, symbol: true },
  // One origin sends everything here, which would be folded otherwise.
  fold: { merge: 10 * MINUTE, perMinute: undefined },
  life: DAY,
};
const limit = makeNetworkLimit({ count: 1_000_000, per: SECOND }, systemClock);
const door = await openIntake({
  listen: { host: '127.0.0.1', port: 0 },
  senders: [{ name: 'bench', token: new Secret('bench-token'), to: ['ops'], limit, topic: undefined }],
  accept: makeAccept({ store, settings, clock: systemClock, ids }),
  ...{
    guesses: limitGuesses(systemClock),
    book: settings.book,
    look: makeLook(store, systemClock),
    clock: systemClock,
    ids,
    log: silentLog,
  },
});
process.once('SIGTERM', () => void database[Symbol.asyncDispose]().then(() => process.exit()));
ready(door.port);
