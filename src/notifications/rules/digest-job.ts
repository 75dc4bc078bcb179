import { destinationAt } from '../../kernel/destination-at.ts';
import { digestOf } from '../../kernel/digest-of.ts';
import type { Job, NewJob } from '../../outbox/job.ts';
import { jobKinds } from '../settings.ts';
import { digestIn, type Reached } from './address-book.ts';
import { type ReachedPayload, readReached, writtenReached } from './payload.ts';

export const DIGEST = jobKinds.digest;

type DigestPayload = ReachedPayload & { readonly v: 1; readonly collection: string };

/**
 * Names what goes out in one digest: everything for one address that waits for the same interval and quiet hours, whatever target or
 * route leads there. It begins with the destination of the address, by which all digests of that are found.
 */
export function collectionOf({ channel, address, manner }: Reached): string {
  const { quiet } = manner;
  const hours = quiet && [quiet.from, quiet.until, quiet.zone];
  const which = digestOf(JSON.stringify([channel, address, digestIn(manner)?.every, hours ?? null]));
  return `${destinationAt(channel, address)}:${which}`;
}

/** The job that tells of everything collected. While one waits, what comes goes out with it. */
export const digestJob = (to: Reached, { dueAt, life }: { readonly dueAt: number; readonly life: number }): NewJob => {
  const collection = collectionOf(to);
  return {
    key: `digest:${collection}`,
    oncePending: true,
    kind: DIGEST,
    destination: `clock:${destinationAt(to.channel, to.address)}`,
    lane: 'notifications',
    ...{ dueAt, expiresAt: dueAt + life },
    payload: { v: 1, collection, ...writtenReached(to) } satisfies DigestPayload,
  };
};

/** Undefined if a newer version wrote it. */
export function readDigest({
  payload,
}: Pick<Job, 'payload'>): { readonly collection: string; readonly to: Reached } | undefined {
  if (payload['v'] !== 1) return undefined;
  // Only `digestJob` writes them.
  const { collection, ...to } = payload as DigestPayload;
  return { collection, to: readReached(to) };
}
