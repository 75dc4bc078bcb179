import type { Job, NewJob } from '../../outbox/job.ts';
import type { Notification } from '../../ports/channel.ts';
import { jobKinds } from '../settings.ts';
import type { Address } from './address-book.ts';
import type { Incident } from './incident.ts';
import { destinationOf } from './jobs.ts';
import { type NotificationPayload, readNotification, written } from './payload.ts';

export const CORRECT = jobKinds.correct;

/** What ended at an address, and what the messages there are to say that still speak of it. */
export interface Correction {
  readonly address: Address;
  /** What tells of the end. */
  readonly notification: Notification;
  readonly incident: Incident;
}

type CorrectionPayload = NotificationPayload & {
  readonly channel: string;
  readonly address: string;
  readonly incident: { readonly name: string; readonly open: readonly string[]; readonly over: readonly string[] };
};

/**
 * The job that puts messages right after an end. It waits behind what goes to that address before.
 *
 * @param cause id of the job that tells of the end
 * @param number from 0, where one job tells of several
 */
export const correctionJob = (
  { address, notification, incident }: Correction,
  { cause, number = 0, at, life }: { cause: string; number?: number; at: number; life: number },
): NewJob => ({
  key: `correct:${cause}:${number}`,
  kind: CORRECT,
  destination: destinationOf(address),
  lane: 'notifications',
  ...{ dueAt: at, expiresAt: at + life },
  payload: {
    ...{ ...written(notification), channel: address.channel, address: address.address, incident: { ...incident } },
  } satisfies CorrectionPayload,
});

/** Undefined if a newer version wrote it. */
export function readCorrection({ payload }: Pick<Job, 'payload'>): Correction | undefined {
  if (payload['v'] !== 1) return undefined;
  // Only `correctionJob` writes them.
  const { channel, address, incident, ...rest } = payload as CorrectionPayload;
  return { address: { channel, address }, notification: readNotification(rest), incident };
}
