import { parseEmailAddress } from '../../src/kernel/email-address.ts';
import type { EventId, Localpart, RoomId, UserId } from '../../src/kernel/matrix-id.ts';
import type { NewJob } from '../../src/outbox/job.ts';
import type { Application, InStage } from '../../src/registration/application.ts';
import type { ApplicationAuditEntry, ApplicationEvent } from '../../src/registration/ports/application-audit.ts';
import type { Change, NewLink } from '../../src/registration/ports/application-store.ts';
import type { Reaction } from '../../src/registration/ports/reaction.ts';
import type { PostedEvent } from '../../src/registration/ports/vote-store.ts';
import { anOrder } from '../support/order.ts';

export const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;

export function anEmail(text = 'lena@example.org') {
  const email = parseEmailAddress(text);
  if (email === undefined) throw new Error(`${text} is no address`);
  return email;
}

let made = 0;

/** An application on its first page, every one with another id, name and address. */
export function submitted(over: Partial<InStage<'submitted'>> = {}): InStage<'submitted'> {
  made += 1;
  return {
    id: `0199aaaa-0000-7000-8000-${String(made).padStart(12, '0')}`,
    shortId: made,
    version: 1,
    entry: 1,
    round: 1,
    createdAt: NOW,
    since: NOW,
    language: 'en',
    localpart: `name${made}` as Localpart,
    email: anEmail(`name${made}@example.org`),
    addressHash: `hash${made}`,
    order: anOrder({ displayName: 'لنا', reason: 'I know "Ada"; \u0000 and \'Bo\'' }),
    userId: undefined,
    stage: 'submitted',
    ...over,
  };
}

export const waiting = (of: Application): Application => ({
  ...of,
  stage: 'waiting',
  votes: [],
  version: of.version + 1,
  entry: of.entry + 1,
});

export const anEntry = (of: Application, event: ApplicationEvent = { what: 'submit' }): ApplicationAuditEntry => ({
  ...event,
  subject: of.id,
  at: NOW,
  by: 'porter',
});

export const aChange = (next: Application, over: Partial<Change> = {}): Change => ({
  next,
  jobs: [],
  audit: anEntry(next),
  ...over,
});

/** Everything that the caps count, from this moment on. */
export const countedFrom = (at: number) => ({ proved: at, unproved: at, unprovedOfDomain: at });

/** A welcome link that is good for an hour. */
export const aLink = (of: Application, over: Partial<NewLink> = {}): NewLink => ({
  hash: `hash-${of.id}`,
  applicationId: of.id,
  purpose: 'welcome',
  issue: 1,
  validUntil: NOW + HOUR,
  ...over,
});

let jobs = 0;

/** Due at once, alone on its destination unless told. */
export function aJob(over: Partial<NewJob> = {}): NewJob {
  jobs += 1;
  return {
    key: `key:${jobs}`,
    kind: 'test',
    destination: `matrix:!room${jobs}`,
    lane: 'notices',
    dueAt: NOW,
    expiresAt: NOW + 72 * HOUR,
    payload: { n: jobs },
    ...over,
  };
}

export const aReaction = (over: Partial<Reaction> = {}): Reaction => ({
  eventId: '$reaction' as EventId,
  roomId: '!room' as RoomId,
  target: '$notice' as EventId,
  sender: '@ada:porter.test' as UserId,
  key: '✅',
  at: NOW,
  ...over,
});

export const aPosted = (over: Partial<PostedEvent> = {}): PostedEvent => ({
  eventId: '$notice' as EventId,
  roomId: '!room' as RoomId,
  applicationId: 'a',
  kind: 'notice',
  round: 1,
  jobId: 'job',
  version: 2,
  at: NOW,
  ...over,
});
