import type { Urgency } from '../../kernel/urgency.ts';
import type { Notification } from '../../ports/channel.ts';
import { type Digest, digestIn, type Reached } from './address-book.ts';
import type { QuietHours } from './quiet-hours.ts';

/** A notification as a job carries it. */
export type NotificationPayload = {
  readonly v: 1;
  readonly title: string;
  readonly lines: readonly string[];
  readonly preformatted: boolean;
  readonly link: { readonly url: string; readonly label: string | null } | null;
  readonly urgency: Urgency;
  readonly origin: string;
  readonly facts: readonly (readonly [string, string])[];
};

export const written = ({ link, ...rest }: Notification): NotificationPayload => ({
  ...{ v: 1, ...rest },
  link: link === undefined ? null : { url: link.url, label: link.label ?? null },
});

export const readNotification = (payload: NotificationPayload): Notification => {
  const { title, lines, preformatted, link, urgency, origin, facts } = payload;
  return {
    ...{ title, lines, preformatted, urgency, origin, facts },
    link: link === null ? undefined : { url: link.url, label: link.label ?? undefined },
  };
};

/** An address as a job carries it that tells of others later. */
export type ReachedPayload = {
  readonly channel: string;
  readonly address: string;
  readonly quiet: QuietHours | null;
  readonly digest: Digest | null;
};

export const writtenReached = ({ channel, address, manner }: Reached): ReachedPayload => ({
  ...{ channel, address },
  ...{ quiet: manner.quiet ?? null, digest: digestIn(manner) ?? null },
});

export const readReached = ({ channel, address, quiet, digest }: ReachedPayload): Reached => ({
  ...{ channel, address },
  manner: { ...(quiet && { quiet }), ...(digest && { digest }) },
});
