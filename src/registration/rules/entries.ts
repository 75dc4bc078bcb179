import type { NewJob } from '../../outbox/job.ts';
import type { Application, DecidedBy, ExpiredWhy, InStage } from '../application.ts';
import type { Always } from './command.ts';
import type { Vote } from './decision.ts';
import {
  adjustAccount,
  createAccount,
  expireApplication,
  reactToNotice,
  sendLetter,
  sendRefusal,
  showNotice,
  tellDelay,
} from './jobs.ts';
import { entering, inOrder } from './stages.ts';

/** The application in its new stage, and the jobs that every way into that stage brings. */
export interface Entered<S extends Application['stage']> {
  readonly next: InStage<S>;
  readonly jobs: readonly NewJob[];
}

/** The notice, then Porter's reactions on it, in this order on one destination. */
const freshNotice = (next: Application, at: number): readonly NewJob[] => [
  showNotice(next, at),
  reactToNotice(next, '✅', at),
  reactToNotice(next, '❌', at),
];

/**
 * Waiting in a new round: a fresh notice, and only reactions on that one count, or the old ✅ would decide again.
 *
 * @param at when the team gets the notice
 */
export function waitAnew(
  found: Application,
  { now, settings }: Always,
  round = found.round + 1,
  at = now,
): Entered<'waiting'> {
  const next = { ...entering(found, now), round, stage: 'waiting', votes: [] } as const;
  return { next, jobs: [...freshNotice(next, at), expireApplication(next, at + settings.decideWithin)] };
}

/** Waiting again on the same notice, because a decision by votes no longer holds. */
export function waitOn(found: Application, votes: readonly Vote[], { now, settings }: Always): Entered<'waiting'> {
  const next = { ...entering(found, now), stage: 'waiting', votes: inOrder(votes) } as const;
  return { next, jobs: [showNotice(next, now), expireApplication(next, now + settings.decideWithin)] };
}

/** An account made before an undo is unlocked instead of made again. */
const accountJob = (next: Application, dueAt: number): NewJob =>
  next.userId === undefined ? createAccount(next, dueAt) : adjustAccount(next, 'unlock', dueAt);

export function approve(found: Application, decided: DecidedBy, { now, settings }: Always): Entered<'approved'> {
  const actsAt = now + settings.approveDelay;
  const next = { ...entering(found, now), ...decided, stage: 'approved', actsAt, nameLost: false } as const;
  return { next, jobs: [accountJob(next, actsAt), tellDelay(next, actsAt), showNotice(next, now)] };
}

export function decline(found: Application, decided: DecidedBy, { now, settings }: Always): Entered<'declined'> {
  const actsAt = now + settings.declineDelay;
  const next = { ...entering(found, now), ...decided, stage: 'declined', actsAt } as const;
  return { next, jobs: [sendRefusal(next, actsAt), showNotice(next, now)] };
}

/** Closes an account that an undo left locked, together with its application; the name stays taken. */
export const closeAccount = (next: Application, now: number): readonly NewJob[] =>
  next.userId === undefined ? [] : [adjustAccount(next, 'close', now)];

export function expire(found: Application, why: ExpiredWhy, now: number): Entered<'expired'> {
  const next = { ...entering(found, now), stage: 'expired', why } as const;
  // After too many wrong codes the page says so; a letter would go to somebody who never asked for one.
  const letter = why === 'too-many-codes' ? [] : [sendLetter(next, 'expired', now)];
  return { next, jobs: [...letter, ...closeAccount(next, now)] };
}
