import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmailAddress, parseEmailAddress } from '../../src/kernel/email-address.ts';
import { Fault } from '../../src/kernel/fault.ts';
import type { Gone } from '../../src/kernel/gone.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { EventId, Localpart, RoomId, UserId } from '../../src/kernel/matrix-id.ts';
import type { Job, JobHandler, JobPayload, JobTools } from '../../src/outbox/job.ts';
import type { MatrixContent, RoomPoster } from '../../src/ports/room-poster.ts';
import { makeAdvance } from '../../src/registration/advance.ts';
import type { Application, Common, Stage } from '../../src/registration/application.ts';
import { makeAskFacts } from '../../src/registration/ask-facts.ts';
import type { Reaction } from '../../src/registration/ports/reaction.ts';
import type { TeamRoom } from '../../src/registration/ports/team-room.ts';
import type { PostedEvent } from '../../src/registration/ports/vote-store.ts';
import { showNotice } from '../../src/registration/rules/jobs.ts';
import type { RegistrationSettings } from '../../src/registration/settings.ts';
import { makeVoteCounter } from '../../src/registration/team/vote-counter.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { anOrder, wideLetters } from './order.ts';
import { makeTestClock } from './test-clock.ts';

/*
 * A team room made of plain objects in front of the real storage: what happened in it is a list of events, and its answers
 * (members, relations, state) are fields that a test sets.
 */

export const user = (name: string, server = 'porter.test') => `@${name}:${server}` as UserId;
export const event = (name: string) => `$${name}` as EventId;
export const teamRoom = '!team' as RoomId;
export const porter = user('porter');
export const ada = user('ada');
export const bo = user('bo');
export const stranger = user('mallory');

export const teamSettings: RegistrationSettings = {
  serverName: 'porter.test',
  quorum: { approve: 2, decline: 2 },
  approveDelay: 0,
  declineDelay: 600_000,
  decideWithin: 30 * 86_400_000,
  welcomeWithin: 14 * 86_400_000,
  reasonRequired: true,
  passwordOnForm: false,
  showEmail: 'domain',
  accountsHere: false,
  forgottenUrl: undefined,
  reservedNames: new Set(),
  limits: { ...wideLetters, perDay: 20, open: 50, perDomainPerDay: 10, freeDomains: new Set() },
  publicUrl: 'http://127.0.0.1:8480',
  title: 'Porter',
  mayReply: false,
  homeserverUrl: 'http://127.0.0.1:8008',
  howToUrl: undefined,
  clients: [],
  own: {},
  accept: [],
  teamLanguage: 'en',
  timeZone: 'UTC',
  sender: porter,
};

export interface Sent {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly type: string;
  readonly content: MatrixContent;
  readonly jobId: string;
}

export interface FakeRoom extends TeamRoom, RoomPoster {
  here: RoomId | undefined;
  members: UserId[];
  stopReason: string | undefined;
  isEncrypted: boolean;
  /** Events that were purged. */
  readonly lost: Set<EventId>;
  readonly redacted: Set<EventId>;
  /** What `/relations` answers. */
  reactions: Reaction[];
  readonly sent: Sent[];
  /** Questions asked so far. */
  readonly asked: { voters: number; reactions: number };
  /** Thrown by the next send, after the event is in the room. */
  cut: Error | undefined;
}

function makeFakeRoom(): FakeRoom {
  const room: FakeRoom = {
    here: teamRoom,
    members: [ada, bo],
    stopReason: undefined,
    isEncrypted: false,
    lost: new Set(),
    redacted: new Set(),
    reactions: [],
    sent: [],
    asked: { voters: 0, reactions: 0 },
    cut: undefined,
    current: () => room.here,
    async votersAmong(users) {
      const voters = await room.voters();
      return new Set([...users].filter((user) => voters.has(user)));
    },
    async voters() {
      room.asked.voters += 1;
      // As the real one: while decisions are stopped nobody can say who may vote.
      if (room.stopReason !== undefined) {
        throw new Fault('stopped', { code: 'team-room.stopped', retryable: true, scope: 'channel' });
      }
      return new Set(room.members);
    },
    votersLately: async () => new Set(room.members),
    async reactionsOn(target): Promise<readonly Reaction[] | Gone> {
      room.asked.reactions += 1;
      if (room.lost.has(target)) return 'gone';
      return room.reactions.filter((row) => row.target === target);
    },
    eventState: async (target) => (room.lost.has(target) ? 'gone' : room.redacted.has(target) ? 'redacted' : 'whole'),
    displayNameOf: async (id) => (id === ada ? 'Ada' : id),
    encrypted: async () => room.isEncrypted,
    stopped: async () => room.stopReason,
    async send({ roomId, type, content, jobId }) {
      const known = room.sent.find((sent) => sent.jobId === jobId);
      const target = (content['m.relates_to'] as { readonly event_id?: EventId } | undefined)?.event_id;
      if (known === undefined && target !== undefined && room.lost.has(target)) return 'gone';
      const sent = known ?? { eventId: event(`sent-${room.sent.length}`), roomId, type, content, jobId };
      if (known === undefined) room.sent.push(sent);
      const { cut } = room;
      room.cut = undefined;
      if (cut !== undefined) throw cut;
      return sent.eventId;
    },
  };
  return room;
}

/** Any text that is an address. */
const address = (text: string): EmailAddress => {
  const parsed = parseEmailAddress(text);
  if (parsed === undefined) throw new Error(`${text} is no address`);
  return parsed;
};

export const aCommon = (over: Partial<Common> = {}): Common => ({
  id: randomUUID(),
  shortId: 12,
  version: 1,
  entry: 1,
  round: 1,
  createdAt: Date.UTC(2026, 10, 21, 10, 5),
  since: Date.UTC(2026, 10, 21, 10, 9),
  language: 'en',
  localpart: 'lena' as Localpart,
  email: address('lena@mail.example'),
  addressHash: 'ab'.repeat(32),
  order: anOrder({ displayName: 'Lena', reason: 'I would like to talk with you.' }),
  userId: undefined,
  ...over,
});

export const aWaiting = (over: Partial<Common> = {}): Application => ({
  ...aCommon(over),
  stage: 'waiting',
  votes: [],
});

/** Runs one handler as the outbox would: `freeze` keeps the first content for a repeat of the same job. */
function makeJobRunner(clock: { now(): number }) {
  const frozen = new Map<string, JobPayload>();
  return async (handler: JobHandler, payload: JobPayload, id: string = randomUUID()) => {
    const job: Job = {
      id,
      key: id,
      kind: 'test',
      destination: 'team-room:current',
      lane: 'notices',
      dueAt: clock.now(),
      expiresAt: clock.now() + 1_000_000,
      payload,
      attempt: 1,
      createdAt: clock.now(),
      firstTriedAt: undefined,
      frozen: frozen.get(id),
    };
    const tools: JobTools = {
      signal: new AbortController().signal,
      async freeze<Content extends JobPayload>(content: Content) {
        const kept = frozen.get(id) ?? (JSON.parse(JSON.stringify(content)) as JobPayload);
        frozen.set(id, kept);
        return kept as Content;
      },
    };
    return handler(job, tools);
  };
}

/** Real storage in a folder of its own, the fake room, the real `advance` and the real vote counter. */
export async function openTeam(settings: Partial<RegistrationSettings> = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'porter-team-'));
  const clock = makeTestClock();
  const ids = makeIds(clock.now);
  const place = { kind: 'sqlite', path: path.join(folder, 'porter.db') } as const;
  const storage = await openStorage(place, { clock, ids, log: silentLog, owner: true });
  const room = makeFakeRoom();
  const all = { ...teamSettings, ...settings };
  const accounts = { isFree: async () => 'free' as const };
  const { applications, votes, jobs } = storage;
  const advance = makeAdvance({
    applications,
    ask: makeAskFacts({ team: room, accounts, applications, settings: all, clock }),
    clock,
    settings: all,
  });
  const counter = makeVoteCounter({ applications, votes, room, advance, jobs, settings: all, clock, log: silentLog });
  let made = 0;

  return {
    storage,
    applications,
    votes,
    room,
    clock,
    ids,
    advance,
    counter,
    settings: all,
    run: makeJobRunner(clock),

    /** Stores an application that waits for votes. */
    async waiting(over: Partial<Common> = {}): Promise<Application> {
      made += 1;
      const localpart = `lena${made}` as Localpart;
      const addressHash = made.toString(16).padStart(64, '0');
      let next = aWaiting({ localpart, addressHash, ...over });
      const audit = {
        ...({ what: 'prove', from: 'submitted', to: 'waiting', proof: 'link' } as const),
        ...({ subject: next.id, at: clock.now(), by: 'applicant' } as const),
      };
      await applications.create((shortId) => {
        next = { ...next, shortId: over.shortId ?? shortId };
        return { next, jobs: [], audit };
      });
      return next;
    },

    /** The event ID of a notice that stands in the room. */
    async posted(of: Application, over: Partial<PostedEvent> = {}): Promise<EventId> {
      const eventId = over.eventId ?? event(`notice-${of.shortId}-${over.round ?? of.round}`);
      const runtime = { roomId: teamRoom, applicationId: of.id, kind: 'notice', round: of.round } as const;
      const { version } = of;
      await votes.keepPosted({ ...runtime, version, at: clock.now(), ...over, eventId, jobId: `job-${eventId}` });
      return eventId;
    },

    async found(of: { readonly id: string }): Promise<Application> {
      const found = await applications.find(of.id);
      if (found === undefined) throw new Error('the application is gone');
      return found;
    },

    async stageOf(of: { readonly id: string }): Promise<Stage | undefined> {
      return (await applications.find(of.id))?.stage;
    },

    /** Payloads of all jobs of a kind, oldest first. */
    async jobs(kind: string): Promise<readonly (JobPayload & { readonly jobKey: string })[]> {
      const found = await storage.desk.list({ limit: 1_000 });
      const ours = found.filter((job) => job.kind === kind).reverse();
      return ours.map(({ payload, key }) => ({ ...(JSON.parse(payload) as JobPayload), jobKey: key }));
    },

    showPayload: (of: Application): JobPayload => showNotice(of, clock.now()).payload,

    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Team = Awaited<ReturnType<typeof openTeam>>;

/** For tests that are not about accounts. */
export const accountsAreOpen = async (): Promise<undefined> => undefined;

/** Nothing depends on when it was sent. */
export const aReaction = (
  eventId: string,
  target: EventId,
  sender: UserId,
  key: string,
  roomId: RoomId = teamRoom,
): Reaction => ({ eventId: event(eventId), roomId, target, sender, key, at: 0 });
