import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Fault } from '../../src/kernel/fault.ts';
import { type Ids, makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { type Localpart, type UserId, userIdOf } from '../../src/kernel/matrix-id.ts';
import { ok, refuse } from '../../src/kernel/outcome.ts';
import { Secret } from '../../src/kernel/secret.ts';
import type { Job, JobHandler, JobPayload } from '../../src/outbox/job.ts';
import type { LeasedJob } from '../../src/outbox/ports/job-store.ts';
import type { Mailer } from '../../src/ports/mailer.ts';
import { type Advance, makeAdvance } from '../../src/registration/advance.ts';
import type { Application } from '../../src/registration/application.ts';
import { makeAskFacts } from '../../src/registration/ask-facts.ts';
import { makeEvents } from '../../src/registration/event.ts';
import { makeRegistrationHandlers } from '../../src/registration/handlers.ts';
import type { AccountProvisioner, OwnAccount } from '../../src/registration/ports/account-provisioner.ts';
import type { Derivations } from '../../src/registration/ports/derivations.ts';
import type { MailOutage } from '../../src/registration/ports/letters-wait.ts';
import type { PasswordPolicy } from '../../src/registration/ports/password-policy.ts';
import type { Choice, Vote } from '../../src/registration/rules/decision.ts';
import type { RegistrationSettings } from '../../src/registration/settings.ts';
import { makeSiteUseCases } from '../../src/registration/site-use-cases.ts';
import { makeSteadyNow } from '../../src/registration/steady-time.ts';
import { type AskAccount, makeAskAccount } from '../../src/registration/team/commands/ask-account.ts';
import type { CapOfForms } from '../../src/registration/team/say-cap-met.ts';
import { makeDerivations } from '../../src/security/derivations.ts';
import { type KeyRing, newKeyLine, parseKeyRing } from '../../src/security/key-ring.ts';
import { backup } from '../../src/storage/backup.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { restoreApplications } from '../../src/storage/registration/after-restore.ts';
import { restore } from '../../src/storage/restore.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { aSubmission, wideLetters } from './order.ts';
import { type AllSiteUseCases, allOf } from './site-use-cases.ts';
import { makeTestClock, type TestClock } from './test-clock.ts';

export const ada = '@ada:porter.test' as UserId;
export const bo = '@bo:porter.test' as UserId;
export const stranger = '@mallory:elsewhere.test' as UserId;

export const someSettings = (over: Partial<RegistrationSettings> = {}): RegistrationSettings => ({
  serverName: 'porter.test',
  quorum: { approve: 1, decline: 1 },
  approveDelay: 0,
  declineDelay: 600_000,
  decideWithin: 14 * 86_400_000,
  welcomeWithin: 7 * 86_400_000,
  reasonRequired: true,
  passwordOnForm: false,
  showEmail: 'domain',
  accountsHere: false,
  forgottenUrl: undefined,
  reservedNames: new Set(['mayor']),
  limits: { ...wideLetters, perDay: 20, open: 50, perDomainPerDay: 10, freeDomains: new Set(['free.example']) },
  publicUrl: 'https://join.porter.test',
  title: 'Porter Test',
  mayReply: false,
  homeserverUrl: 'https://matrix.porter.test',
  howToUrl: undefined,
  clients: [{ name: 'Element', url: 'https://element.example' }],
  own: {},
  accept: [],
  teamLanguage: 'en',
  timeZone: 'UTC',
  sender: '@porter:porter.test',
  ...over,
});

export const aVote = (voter: UserId, choice: Choice, id = `$${voter}-${choice}`): Vote => ({ id, voter, choice });

export type Mail = Parameters<Mailer['send']>[0];

/** A homeserver's accounts as a plain object. */
export interface FakeAccounts extends AccountProvisioner {
  readonly made: Map<UserId, { application: string; password?: string; locked: boolean; closed: boolean }>;
  /** Local passwords are switched off. */
  passwordsOff: boolean;
  /** What the homeserver asks of passwords. */
  policy: PasswordPolicy | undefined;
  /** Names that others have. */
  readonly others: Set<string>;
  /** Addresses that accounts have, and whose they are. */
  readonly addresses: Map<string, UserId>;
  down: boolean;
  /** Too many passwords are hashed. */
  busy: boolean;
}

/** What differs from a good form. */
type Wish = Parameters<typeof aSubmission>[0];

export interface TestDoor extends AsyncDisposable {
  readonly clock: TestClock;
  readonly ids: Ids;
  readonly storage: Storage;
  /** The database file. */
  readonly file: string;
  readonly keys: KeyRing;
  readonly settings: RegistrationSettings;
  readonly derive: Derivations;
  /** Everything that the pages may ask. */
  readonly site: AllSiteUseCases;
  readonly advance: Advance;
  readonly askAccount: AskAccount;
  readonly accounts: FakeAccounts;
  readonly voters: Set<UserId>;
  readonly mails: Mail[];
  /** Caps that turned forms away, each time. */
  readonly capsMet: CapOfForms[];
  /** Jobs of the team room that came up, in order. */
  readonly room: Job[];
  /** Thrown by the mailer instead of taking a letter, while set. */
  mailFault: Fault | undefined;
  /** What keeps letters from leaving, as the pages know it. */
  outage: MailOutage | undefined;
  /** What happens while a letter goes out. */
  meanwhile: (() => Promise<unknown>) | undefined;
  /** What the votes are when the room is read again; undefined leaves them as they are. */
  roomVotes: readonly Vote[] | undefined;
  /** Runs every job that is due until none is; answers the codes of faults. */
  runJobs(): Promise<readonly string[]>;
  /** Submits, and hands back ticket and application. */
  apply(over?: Wish): Promise<{ readonly ticket: string; readonly application: Application }>;
  /** Submits, runs the jobs, proves by the mailed link. */
  applyAndProve(over?: Wish): Promise<{
    readonly application: Application;
    readonly ticket: string;
    readonly statusToken: string;
  }>;
  get(id: string): Promise<Application>;
}

/**
 * The whole feature on a real database, with doubles of mail, homeserver and team room.
 *
 * @param before begins with a restored backup of its database, beside its homeserver
 */
export async function openTestDoor(over: Partial<RegistrationSettings> = {}, before?: TestDoor): Promise<TestDoor> {
  const folder = await mkdtemp(path.join(tmpdir(), 'porter-door-'));
  const clock = before?.clock ?? makeTestClock();
  const ids = makeIds(() => clock.now());
  const file = path.join(folder, 'porter.db');
  const place = { kind: 'sqlite', path: file } as const;
  if (before !== undefined) {
    await backup({ kind: 'sqlite', path: before.file }, `${file}.copy`, { clock });
    await restore(place, `${file}.copy`, { clock, log: silentLog }, { parts: [restoreApplications] });
  }
  const storage = await openStorage(place, { clock, ids, log: silentLog, owner: true });
  const settings = someSettings(over);
  const keys = before?.keys ?? parseKeyRing(new Secret(newKeyLine(ids, 'k1')));
  const derive = makeDerivations(keys, await storage.meta.epoch());
  const voters = new Set([ada, bo]);
  const accounts = before?.accounts ?? fakeAccounts();
  const steadyNow = makeSteadyNow(clock);
  const { applications, jobs } = storage;
  const ask = makeAskFacts({ team: { votersAmong: async () => voters }, accounts, applications, settings, clock });
  const advance = makeAdvance({ applications, ask, clock, settings });
  const mails: Mail[] = [];
  const room: Job[] = [];

  const mailer: Mailer = {
    async send(mail) {
      if (door.mailFault !== undefined) throw door.mailFault;
      await door.meanwhile?.();
      mails.push(mail);
      return { id: `<${mail.jobId}@porter.test>` };
    },
  };
  const handlers: Readonly<Record<string, JobHandler>> = makeRegistrationHandlers({
    ...{ applications, jobs, accounts, mailer, derive, advance, settings, clock, steadyNow, log: silentLog },
    rooms: { admit: async () => [] },
    async recount(id) {
      const round = (await applications.find(id))?.round ?? 0;
      if (door.roomVotes !== undefined) await advance(id, { kind: 'votes-are', round, votes: door.roomVotes });
      return 'counted';
    },
  });

  async function run(job: LeasedJob, faults: string[]): Promise<void> {
    const finish = (end: Parameters<typeof jobs.finishAttempts>[0][number]['end']) =>
      jobs.finishAttempts([{ id: job.id, attempt: job.attempt, end }], clock.now());
    const handler = handlers[job.kind];
    if (handler === undefined) {
      room.push(job);
      return finish({ kind: 'done' });
    }
    const tools = {
      signal: new AbortController().signal,
      freeze: async <Content extends JobPayload>(content: Content) => {
        const [kept] = await jobs.freeze([{ id: job.id, attempt: job.attempt, content }]);
        return (kept ?? content) as Content;
      },
    };
    try {
      const result = await handler(job, tools);
      if (result.kind !== 'later') return await finish(result);
      await finish({ kind: 'later', dueAt: result.at, unknown: false, code: undefined });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      faults.push(error.code);
      const unknown = error.outcome === 'unknown';
      await finish({ kind: 'failed', dueAt: clock.now() + 60_000, unknown, code: error.code });
    }
  }

  const door: TestDoor = {
    ...{ clock, ids, storage, file, keys, settings, derive, advance, accounts, voters, mails, room },
    askAccount: makeAskAccount({ accounts, settings, clock }),
    capsMet: [],
    mailFault: undefined,
    outage: undefined,
    meanwhile: undefined,
    roomVotes: undefined,
    site: allOf(
      makeSiteUseCases({
        ...{ applications, accounts, derive, advance, jobs, settings, clock, steadyNow, ids },
        events: makeEvents(storage.registration.door, clock),
        async sayCapMet(cap) {
          door.capsMet.push(cap);
        },
        door: { isOpen: () => true },
        lettersWait: () => door.outage,
        passwords: {
          judge: async (password) => (password.length < 10 ? { refusal: 'too-short', why: undefined } : undefined),
        },
      }),
    ),

    async runJobs() {
      const faults: string[] = [];
      for (;;) {
        const now = clock.now();
        const ask = { dueUntil: now, expiredUntil: now, limit: 50, now, leaseMs: 60_000, except: [] };
        const leased = await jobs.lease(ask);
        if (leased.jobs.length === 0) return faults;
        for (const job of leased.jobs) await run(job, faults);
      }
    },

    async apply(wish = {}) {
      const answer = await door.site.submit(aSubmission(wish));
      if (answer.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(answer)}`);
      const [application] = await applications.list(['submitted'], 1);
      if (application === undefined) throw new Error('nothing was kept');
      return { ticket: answer.ticket, application };
    },

    async applyAndProve(wish = {}) {
      const { application, ticket } = await door.apply(wish);
      await door.runJobs();
      const proved = await door.site.proveByLink(linkIn(mails.at(-1), 'prove'));
      if (!proved.ok) throw new Error(`not proved: ${proved.refusal}`);
      await door.runJobs();
      return { application: await door.get(application.id), ticket, statusToken: proved.value.statusToken };
    },

    async get(id) {
      const found = await applications.find(id);
      if (found === undefined) throw new Error('no such application');
      return found;
    },

    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return door;
}

/** The token of the link of this purpose in a letter. */
export function linkIn(mail: Mail | undefined, purpose: string): string {
  const token = mail?.text.match(new RegExp(`/${purpose}/([A-Za-z0-9_-]{22})`))?.[1];
  if (token === undefined) throw new Error(`no ${purpose} link in: ${mail?.subject ?? 'no mail'}`);
  return token;
}

/** The code in a letter, without its space. */
export function codeIn(mail: Mail | undefined): string {
  const code = mail?.text.match(/^ {2}([0-9]{4}) ([0-9]{4})$/m);
  if (code === null || code === undefined) throw new Error('no code in the letter');
  return `${code[1]}${code[2]}`;
}

const homeserverDown = (): Fault =>
  new Fault('The homeserver does not answer', { code: 'homeserver.down', retryable: true, scope: 'channel' });

export function fakeAccounts(): FakeAccounts {
  const made: FakeAccounts['made'] = new Map();
  const reach = (): void => {
    if (accounts.down) throw homeserverDown();
  };
  const own = ({ userId, applicationId }: OwnAccount) => {
    reach();
    const found = made.get(userId);
    return found?.application === applicationId && !found.closed ? found : undefined;
  };
  const change = (account: OwnAccount, to: { readonly locked?: boolean; readonly closed?: boolean }) => {
    const found = own(account);
    if (found === undefined) return 'gone';
    Object.assign(found, to);
    return 'done';
  };
  const idOf = (localpart: Localpart) => userIdOf(localpart, 'porter.test');
  const accounts: FakeAccounts = {
    made,
    others: new Set(),
    addresses: new Map(),
    down: false,
    busy: false,
    passwordsOff: false,
    policy: undefined,
    passwordPolicy: async () => (accounts.down ? undefined : accounts.policy),
    async isFree(localpart) {
      if (accounts.down) return 'unknown';
      return accounts.others.has(localpart) || made.has(idOf(localpart)) ? 'taken' : 'free';
    },
    async ownerOf(email) {
      reach();
      return accounts.addresses.get(email.toLowerCase());
    },
    async createFor({ id, localpart }) {
      reach();
      const userId = idOf(localpart);
      const known = made.get(userId);
      if (known !== undefined) return known.application === id ? { kind: 'ours', userId } : { kind: 'taken' };
      if (accounts.others.has(localpart)) return { kind: 'taken' };
      made.set(userId, { application: id, locked: false, closed: false });
      return { kind: 'created', userId };
    },
    async findFor(id) {
      reach();
      return [...made].find(([, { application }]) => application === id)?.[0];
    },
    async stateOf(account) {
      const found = own(account);
      return found === undefined ? 'gone' : found.locked ? 'locked' : 'open';
    },
    async bind(account, { email }) {
      if (own(account) === undefined) return 'gone';
      if (email !== undefined) accounts.addresses.set(email.toLowerCase(), account.userId);
      return 'bound';
    },
    lock: async (account) => change(account, { locked: true }),
    unlock: async (account) => change(account, { locked: false }),
    close: async (account) => change(account, { closed: true }),
    hashPassword: async (password) => (accounts.busy ? refuse('busy') : ok(`hash of ${password}`)),
    async adoptPassword(account, hash) {
      const found = own(account);
      if (found === undefined) return 'gone';
      found.password ??= hash;
      return 'set';
    },
    async setPassword(account, password) {
      const found = own(account);
      if (found === undefined) return 'gone';
      if (found.locked) return 'locked';
      if (accounts.passwordsOff) return 'passwords-off';
      found.password = password;
      return 'set';
    },
  };
  return accounts;
}
