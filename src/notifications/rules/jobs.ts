import { placeOf } from '../../kernel/channel-name.ts';
import { destinationAt } from '../../kernel/destination-at.ts';
import type { Job, NewJob } from '../../outbox/job.ts';
import type { Notification } from '../../ports/channel.ts';
import { jobKinds } from '../settings.ts';
import { type Address, digestIn, goesOutAt, type Reached } from './address-book.ts';
import { collectionOf, digestJob } from './digest-job.ts';
import type { Incident } from './incident.ts';
import { type NotificationPayload, readNotification, written } from './payload.ts';
import type { QuietHours } from './quiet-hours.ts';

export const DELIVER = jobKinds.deliver;

/** The payload of a delivery: everything that its channel needs, so that a job needs no second row. */
type DeliveryPayload = NotificationPayload & {
  readonly address: string;
  /** When it was to go out if nothing held it back. Epoch milliseconds. */
  readonly at: number;
  readonly incident: IncidentPayload | null;
  /** In which it does not go out, however late it is. */
  readonly quiet: QuietHours | null;
  /** Target or route in whose digest it goes out. */
  readonly digest: string | null;
};

type IncidentPayload = { readonly name: string; readonly open: readonly string[]; readonly over: readonly string[] };

/** Names one notification of one sender. */
export interface NotificationName {
  readonly sender: string;
  /** UUIDv7. */
  readonly id: string;
}

/** The key of one delivery. Those of a notification are numbered from 0, so that they are found without a table of their own. */
export const deliveryKey = ({ sender, id }: NotificationName, number: number): string =>
  `deliver:${sender}:${id}:${number}`;

/** The name of a notification that tells of others: it is Porter's own. @param job id of the job that makes it */
export const summaryName = (job: string): NotificationName => ({ sender: 'porter', id: job });

/** Where the deliveries to an address wait. */
export const destinationOf = ({ channel, address }: Address): string => destinationAt(channel, address);

/** The name of the channel that a delivery goes out on. */
export const channelOf = ({ destination }: Pick<Job, 'destination'>): string => placeOf(destination);

/** How deliveries go out. */
export interface GoesOut {
  /** When they may go out. Epoch milliseconds. */
  readonly at: number;
  /** When they were to go out, if that was before. Epoch milliseconds. */
  readonly since?: number | undefined;
  /** Milliseconds until they are given up. */
  readonly life: number;
  /** The incident that they tell of; undefined: each stands alone. */
  readonly incident?: Incident | undefined;
}

/** One job for each address, due when its manner lets it out; where there is a digest, with the job that tells of all in it. */
export const deliveryJobs = (
  name: NotificationName,
  notification: Notification,
  addresses: readonly Reached[],
  { at, since = at, life, incident }: GoesOut,
): readonly NewJob[] =>
  addresses.flatMap((reached, number) => {
    const { manner, address } = reached;
    const digest = digestIn(manner);
    const dueAt = goesOutAt(manner, at);
    const job: NewJob = {
      key: deliveryKey(name, number),
      kind: DELIVER,
      destination: destinationOf(reached),
      lane: 'notifications',
      ...{ dueAt, expiresAt: dueAt + life },
      payload: {
        ...{ ...written(notification), address, at: since },
        ...{ quiet: manner.quiet ?? null, incident: incident ? { ...incident } : null },
        digest: digest?.of ?? null,
      } satisfies DeliveryPayload,
    };
    return digest === undefined
      ? [job]
      : [{ ...job, collection: collectionOf(reached) }, digestJob(reached, { dueAt, life })];
  });

/** What a delivery carries. */
export interface ReadDelivery {
  readonly address: string;
  /** When it was to go out if nothing held it back. Epoch milliseconds. */
  readonly at: number;
  /** In which it does not go out. */
  readonly quiet: QuietHours | undefined;
  /** Target or route in whose digest it goes out. */
  readonly digest: string | undefined;
  readonly notification: Notification;
  readonly incident: Incident | undefined;
}

/** Returns the delivery that a job carries; undefined if a newer version wrote it. */
export function readDelivery({ payload }: Pick<Job, 'payload'>): ReadDelivery | undefined {
  if (payload['v'] !== 1) return undefined;
  // Only `deliveryJobs` writes them.
  const { address, at, quiet, digest, incident, ...rest } = payload as DeliveryPayload;
  return {
    ...{ address, at, notification: readNotification(rest) },
    ...{ quiet: quiet ?? undefined, digest: digest ?? undefined },
    incident: incident ?? undefined,
  };
}
