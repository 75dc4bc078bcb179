import { SECOND } from '../../kernel/clock.ts';
import type { Job, NewJob } from '../../outbox/job.ts';
import type { Notification } from '../../ports/channel.ts';
import { jobKinds } from '../settings.ts';
import type { Reached } from './address-book.ts';
import type { NotificationName } from './jobs.ts';
import {
  type NotificationPayload,
  type ReachedPayload,
  readNotification,
  readReached,
  written,
  writtenReached,
} from './payload.ts';

export const FOLD = jobKinds.fold;

/** The payload of a job that tells of folded notifications once their time is over. */
type FoldPayload = NotificationPayload & Counted & { readonly addresses: readonly ReachedPayload[] };

type Counted = {
  /** - `same`: how often it came again. - `flood`: what came beyond the limit of its origin. */
  readonly folded: 'same' | 'flood';
  /** Under what the store counts them. */
  readonly name: string;
  /** How many of those that it counts were delivered themselves. */
  readonly shown: number;
  /** When the time began, and when it is over. Epoch milliseconds. */
  readonly since: number;
  readonly until: number;
};

/** What is to be told of folded notifications when their time is over. */
export interface FoldTold extends Counted {
  /** The first of them. */
  readonly notification: Notification;
  readonly addresses: readonly Reached[];
}

/** For a request that began in the last moment of the time and is still on its way to the disk. */
const KEPT_BY_THEN = 5 * SECOND;

/**
 * The key of the job that tells of folded notifications. It is found by the id that their sender was given.
 *
 * @param round counts from 0, as long as the same keeps coming
 */
export const foldKey = (folded: FoldTold['folded'], { sender, id }: NotificationName, round: number): string =>
  `fold:${folded}:${sender}:${id}:${round}`;

/** The job that tells of folded notifications; one for each name and time. @param key see `foldKey` */
export const foldJob = ({ notification, addresses, ...told }: FoldTold, key: string, life: number): NewJob => ({
  key,
  kind: FOLD,
  destination: `clock:${told.name}`,
  lane: 'notifications',
  dueAt: told.until + KEPT_BY_THEN,
  expiresAt: told.until + life,
  payload: { ...written(notification), ...told, addresses: addresses.map(writtenReached) } satisfies FoldPayload,
});

/** Undefined if a newer version wrote it. */
export function readFold({ payload }: Pick<Job, 'payload'>): FoldTold | undefined {
  if (payload['v'] !== 1) return undefined;
  // Only `foldJob` writes them.
  const { folded, name, shown, since, until, addresses, ...rest } = payload as FoldPayload;
  return {
    ...{ folded, name, shown, since, until, notification: readNotification(rest) },
    addresses: addresses.map(readReached),
  };
}
