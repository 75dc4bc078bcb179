import { SECOND } from '../../kernel/clock.ts';
import { fingerprint } from '../../kernel/fingerprint.ts';
import type { Urgency } from '../../kernel/urgency.ts';
import type { Job, NewJob } from '../../outbox/job.ts';
import type { Notification } from '../../ports/channel.ts';
import { type Address, goesOutAt, type Reached } from './address-book.ts';
import type { Incident } from './incident.ts';
import type { QuietHours } from './quiet-hours.ts';

/** The kinds of jobs of this feature. */
export const DELIVER = 'notifications.deliver';
export const FOLD = 'notifications.fold';
export const notificationKinds = [DELIVER, FOLD] as const;

/** A notification as a job carries it. */
type NotificationPayload = {
  readonly v: 1;
  readonly title: string;
  readonly lines: readonly string[];
  readonly preformatted: boolean;
  readonly link: { readonly url: string; readonly label: string | null } | null;
  readonly urgency: Urgency;
  readonly origin: string;
  readonly facts: readonly (readonly [string, string])[];
};

/** What a delivery carries: everything that its channel needs, so that a job needs no second row. */
type DeliveryPayload = NotificationPayload & {
  readonly address: string;
  /** When it was to go out, but for quiet hours. Epoch milliseconds. */
  readonly at: number;
  readonly incident: IncidentPayload | null;
  /** In which it does not go out, however late it is. */
  readonly quiet: QuietHours | null;
};

type IncidentPayload = { readonly name: string; readonly open: readonly string[]; readonly over: readonly string[] };

/** What is told when a time is over in which notifications were folded. */
type FoldPayload = NotificationPayload & {
  /** - `same`: how often it came again. - `flood`: what came beyond the limit of its origin. */
  readonly folded: 'same' | 'flood';
  /** Under what the store counts them. */
  readonly name: string;
  /** How many of those that it counts were delivered themselves. */
  readonly shown: number;
  /** When the time began, and when it is over. Epoch milliseconds. */
  readonly since: number;
  readonly until: number;
  readonly addresses: readonly ReachedPayload[];
};

type ReachedPayload = { readonly channel: string; readonly address: string; readonly quiet: QuietHours | null };

/** Names one notification of one sender. */
export interface NotificationName {
  readonly sender: string;
  /** UUIDv7. */
  readonly id: string;
}

/** The key of one delivery. Those of a notification are numbered from 0, so that they are found without a table of their own. */
export const deliveryKey = ({ sender, id }: NotificationName, number: number): string =>
  `deliver:${sender}:${id}:${number}`;

/**
 * Where the deliveries to an address wait. Two addresses with one fingerprint wait for each other's turn, which does no harm; the table
 * shows no person's address.
 */
export const destinationOf = ({ channel, address }: Address): string => `${channel}:${fingerprint(address)}`;

/**
 * One job for each address, due when its manner lets it out.
 *
 * @param at when it may go out, epoch milliseconds
 * @param life milliseconds until it is given up
 * @param incident what it tells of; undefined: it stands alone
 */
export const deliveryJobs = (
  name: NotificationName,
  notification: Notification,
  addresses: readonly Reached[],
  { at, life, incident }: { readonly at: number; readonly life: number; readonly incident?: Incident | undefined },
): readonly NewJob[] =>
  addresses.map(({ manner, ...to }, number) => {
    const dueAt = goesOutAt(manner, at);
    return {
      key: deliveryKey(name, number),
      kind: DELIVER,
      destination: destinationOf(to),
      lane: 'notifications',
      ...{ dueAt, expiresAt: dueAt + life },
      payload: {
        ...written(notification),
        address: to.address,
        at,
        quiet: manner.quiet ?? null,
        incident: incident ? { ...incident } : null,
      } satisfies DeliveryPayload,
    };
  });

const written = ({ link, ...rest }: Notification): NotificationPayload => ({
  ...{ v: 1, ...rest },
  link: link === undefined ? null : { url: link.url, label: link.label ?? null },
});

const read = ({ title, lines, preformatted, link, urgency, origin, facts }: NotificationPayload): Notification => ({
  ...{ title, lines, preformatted, urgency, origin, facts },
  link: link === null ? undefined : { url: link.url, label: link.label ?? undefined },
});

/** What a delivery carries. */
export interface ReadDelivery {
  readonly address: string;
  /** When it was to go out, but for quiet hours. Epoch milliseconds. */
  readonly at: number;
  /** In which it does not go out. */
  readonly quiet: QuietHours | undefined;
  readonly notification: Notification;
  readonly incident: Incident | undefined;
}

/** What a job carries; undefined if a newer version wrote it. */
export function readDelivery({ payload }: Pick<Job, 'payload'>): ReadDelivery | undefined {
  if (payload['v'] !== 1) return undefined;
  // Only `deliveryJobs` writes them.
  const delivery = payload as DeliveryPayload;
  const { address, at, quiet, incident } = delivery;
  return { address, at, quiet: quiet ?? undefined, notification: read(delivery), incident: incident ?? undefined };
}

/** What is to be told of folded notifications when their time is over. */
export interface FoldTold {
  readonly folded: FoldPayload['folded'];
  /** Under what the store counts them. */
  readonly name: string;
  /** How many of those that it counts were delivered themselves. */
  readonly shown: number;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly until: number;
  /** The first of them. */
  readonly notification: Notification;
  readonly addresses: readonly Reached[];
}

/** For a request that began in the last moment of the time and is still on its way to the disk. */
const KEPT_BY_THEN = 5 * SECOND;

/** What tells of folded notifications is one of Porter's own. @param job id of the job that makes it */
export const summaryName = (job: string): NotificationName => ({ sender: 'porter', id: job });

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
  payload: {
    ...written(notification),
    ...told,
    addresses: addresses.map(({ channel, address, manner: { quiet = null } }) => ({ channel, address, quiet })),
  } satisfies FoldPayload,
});

/** Undefined if a newer version wrote it. */
export function readFold({ payload }: Pick<Job, 'payload'>): FoldTold | undefined {
  if (payload['v'] !== 1) return undefined;
  // Only `foldJob` writes them.
  const { folded, name, shown, since, until, addresses, ...rest } = payload as FoldPayload;
  return {
    ...{ folded, name, shown, since, until, notification: read(rest) },
    addresses: addresses.map(({ channel, address, quiet }) => ({ channel, address, manner: quiet ? { quiet } : {} })),
  };
}
