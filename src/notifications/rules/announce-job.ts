import type { Urgency } from '../../kernel/urgency.ts';
import type { Job, NewJob } from '../../outbox/job.ts';
import type { Announcement } from '../../ports/announce.ts';
import type { Order } from './order.ts';
import type { Sender } from './plan.ts';

export const ANNOUNCE = 'notifications.announce';

type AnnouncementPayload = {
  readonly v: 1;
  readonly origin: string;
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly urgency: Urgency;
  readonly at: number;
};

/** The sender of what parts of Porter announce. It has no targets of its own, so an announcement without a route goes nowhere. */
export const ANNOUNCER: Sender = { name: 'porter', to: [], everywhere: true };

export const orderOf = ({ origin, title, lines, urgency }: Announcement): Order => ({
  notification: { title, lines, preformatted: false, link: undefined, facts: [] },
  ...{ urgency, origin, to: undefined },
});

/** The name of an announcement, and of the notification that it becomes. */
export const announcedAs = ({ origin, id }: Pick<Announcement, 'origin' | 'id'>): string => `${origin}:${id}`;

/** The job that hands an announcement in when it is due. @param life milliseconds until it is given up */
export const announceJob = (announced: Announcement, life: number): NewJob => ({
  key: `announce:${announcedAs(announced)}`,
  kind: ANNOUNCE,
  destination: `clock:${announcedAs(announced)}`,
  lane: 'notifications',
  dueAt: announced.at,
  expiresAt: announced.at + life,
  payload: { v: 1, ...announced } satisfies AnnouncementPayload,
});

/** Undefined if a newer version wrote it. */
export function readAnnounced({ payload }: Pick<Job, 'payload'>): Announcement | undefined {
  if (payload['v'] !== 1) return undefined;
  // Only `announceJob` writes them.
  const { origin, id, title, lines, urgency, at } = payload as AnnouncementPayload;
  return { origin, id, title, lines, urgency, at };
}
