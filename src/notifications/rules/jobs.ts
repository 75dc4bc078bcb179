import { fingerprint } from '../../kernel/fingerprint.ts';
import type { Urgency } from '../../kernel/urgency.ts';
import type { Job, JobPayload, NewJob } from '../../outbox/job.ts';
import type { Notification } from '../../ports/channel.ts';
import type { Address } from './address-book.ts';

/** The kinds of jobs of this feature. */
export const DELIVER = 'notifications.deliver';
export const notificationKinds = [DELIVER] as const;

/** What a delivery carries: everything that its channel needs, so that a job needs no second row. */
type DeliveryPayload = JobPayload & {
  readonly v: 1;
  readonly address: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly preformatted: boolean;
  readonly link: { readonly url: string; readonly label: string | null } | null;
  readonly urgency: Urgency;
  readonly origin: string;
  readonly facts: readonly (readonly [string, string])[];
};

/** Names one notification of one sender. */
export interface NotificationName {
  readonly sender: string;
  /** UUIDv7. */
  readonly id: string;
}

/** The key of one delivery. Those of a notification are numbered from 0, so that they are found without a table of their own. */
export const deliveryKey = ({ sender, id }: NotificationName, number: number): string =>
  `deliver:${sender}:${id}:${number}`;

/** One job for each address. @param at when it was accepted, epoch milliseconds @param life milliseconds until it is given up */
export const deliveryJobs = (
  name: NotificationName,
  { urgency, link, ...rest }: Notification,
  addresses: readonly Address[],
  { at, life }: { readonly at: number; readonly life: number },
): readonly NewJob[] =>
  addresses.map(({ channel, address }, number) => ({
    key: deliveryKey(name, number),
    kind: DELIVER,
    // Two addresses with one fingerprint wait for each other's turn, which does no harm; the table shows no person's address.
    destination: `${channel}:${fingerprint(address)}`,
    lane: 'notifications',
    dueAt: at,
    expiresAt: at + life,
    payload: {
      ...{ v: 1, address, urgency, ...rest },
      link: link === undefined ? null : { url: link.url, label: link.label ?? null },
    } satisfies DeliveryPayload,
  }));

/** What a job carries; undefined if a newer version wrote it. */
export function readDelivery({
  payload,
}: Pick<Job, 'payload'>): { readonly address: string; readonly notification: Notification } | undefined {
  if (payload['v'] !== 1) return undefined;
  // Only `deliveryJobs` writes them.
  const { v: _, address, link, ...rest } = payload as DeliveryPayload;
  return {
    address,
    notification: { ...rest, link: link === null ? undefined : { url: link.url, label: link.label ?? undefined } },
  };
}
