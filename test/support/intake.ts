import { type IntakeNeeds, openIntake } from '../../src/doors/intake/open-intake.ts';
import { limitGuesses } from '../../src/doors/intake/senders.ts';
import { openSmtp, type SmtpNeeds } from '../../src/doors/intake/smtp/open-smtp.ts';
import { DAY, MINUTE, SECOND } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { makeAccept } from '../../src/notifications/accept.ts';
import { makeLook } from '../../src/notifications/look.ts';
import type { Address } from '../../src/notifications/rules/address-book.ts';
import { readDelivery } from '../../src/notifications/rules/jobs.ts';
import type { AttemptEnd } from '../../src/outbox/ports/job-store.ts';
import type { Notification } from '../../src/ports/channel.ts';
import { makeNetworkLimit } from '../../src/web/limiter.ts';
import type { OpenListener } from '../../src/web/listener.ts';
import { openTestSqlite } from '../contract/databases.ts';
import { type Answer, type Ask, ask } from './ask.ts';
import type { TestClock } from './test-clock.ts';

/**
 * Tokens of the senders: `router1` reaches `ops`, `wide` reaches `ops` and `night`, `slow` reaches `ops` once a second, `rooms` reaches
 * `ops`, `old` and `new`.
 */
export const ROUTER_TOKEN = 'Acanary-router1';
export const WIDE_TOKEN = 'Acanary-wide.00';
export const SECRET_TOPIC = 'canary-topic-of-wide';
export const SLOW_TOKEN = 'Acanary-slow.00';
export const ROOMS_TOKEN = 'Acanary-rooms.0';
/** The rooms that the targets `old` and `new` are: the id of the latter is one of version 12. */
export const OLD_ROOM = '!abc:porter.test';
export const NEW_ROOM = '!kUiPFSv9J1JTkLVEgqAqOAzUOnHNLT5LdTtzUWJNTm8';

export interface TestIntake extends AsyncDisposable {
  readonly port: number;
  readonly clock: TestClock;
  /** The file of the database. */
  readonly database: string;
  send(path: string, asked?: Ask): Promise<Answer>;
  /** The door for mail as well, with the same senders. */
  openSmtp(more?: Partial<SmtpNeeds>): Promise<OpenListener>;
  /** Closes the database under the open doors. */
  loseDatabase(): Promise<void>;
  /** What was kept since the last call, in order, with the address that it goes to. */
  kept(): Promise<readonly (Notification & { readonly address: string })[]>;
}

/**
 * The real doors on a free port of loopback, with the real use cases and a database, where nothing is delivered.
 *
 * @param merge as `notifications.merge`, milliseconds; nothing is merged unless told
 * @param over stand in for the use cases and the log
 */
export async function openTestIntake(
  merge?: number,
  over: Partial<Pick<IntakeNeeds, 'accept' | 'look' | 'guesses' | 'log'>> = {},
): Promise<TestIntake> {
  const opened = new AsyncDisposableStack();
  const database = opened.use(await openTestSqlite());
  const { storage, clock, place } = database;
  const ids = makeIds(() => clock.now());
  const book = new Map<string, readonly Address[]>([
    ...['ops', 'night', 'others'].map(
      (name) => [name, [{ channel: 'email', address: `${name}@example.org` }]] as const,
    ),
    ['old', [{ channel: 'matrix', address: OLD_ROOM }]],
    ['new', [{ channel: 'matrix', address: NEW_ROOM }]],
  ]);
  const settings = {
    book,
    manners: new Map(),
    routes: [],
    show: { origin: true, symbol: true },
    fold: { merge, perMinute: undefined },
    life: DAY,
  };
  const limit = (count: number) => makeNetworkLimit({ count, per: SECOND }, clock);
  const senders = [
    { name: 'router1', token: new Secret(`${ROUTER_TOKEN}\n`), topic: undefined, to: ['ops'], limit: limit(100_000) },
    {
      ...{ name: 'wide', token: new Secret(WIDE_TOKEN), topic: new Secret(`${SECRET_TOPIC}\n`) },
      ...{ to: ['ops', 'night'], limit: limit(100_000) },
    },
    { name: 'slow', token: new Secret(SLOW_TOKEN), topic: undefined, to: ['ops'], limit: limit(1) },
    {
      ...{ name: 'rooms', token: new Secret(ROOMS_TOKEN), topic: undefined },
      ...{ to: ['ops', 'old', 'new'], limit: limit(100_000) },
    },
  ];
  const accept = makeAccept({ store: storage.notifications, settings, clock, ids });
  const common = { senders, guesses: limitGuesses(clock), accept, clock, ids, log: silentLog };
  const listen = { host: '127.0.0.1', port: 0 };
  const door = opened.use(
    await openIntake({ ...common, listen, look: makeLook(storage.notifications, clock), book, ...over }),
  );
  return {
    ...{ port: door.port, clock, database: place.kind === 'sqlite' ? place.path : '' },
    // Node's client writes headers as UTF-8 beside a body that is text, and as Latin-1 beside bytes, as other programs do.
    loseDatabase: async () => database[Symbol.asyncDispose](),
    openSmtp: (more = {}) => openSmtp({ ...common, listen, tls: undefined, ...more }),
    send: (path, { body = '', ...asked } = {}) =>
      ask(door.port, path, { method: 'POST', ...asked, body: Buffer.from(body as string) }),
    async kept() {
      const now = clock.now();
      const all = [];
      for (;;) {
        const { jobs } = await storage.jobs.lease({
          ...{ dueUntil: now, expiredUntil: 0, limit: 100, now, leaseMs: MINUTE, except: [] },
        });
        if (jobs.length === 0)
          return all.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(({ said }) => said);
        for (const job of jobs) {
          const read = readDelivery(job);
          if (read !== undefined) all.push({ id: job.id, said: { ...read.notification, address: read.address } });
        }
        const end: AttemptEnd = { kind: 'done' };
        await storage.jobs.finishAttempts(
          jobs.map(({ id, attempt }) => ({ id, attempt, end })),
          now,
        );
      }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
