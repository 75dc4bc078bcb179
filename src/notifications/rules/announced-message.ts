import { digestOf } from '../../kernel/digest-of.ts';
import { ANNOUNCER } from './announce-job.ts';

/** What a part announced: its name, and its own id for it. */
export interface Announcing {
  readonly origin: string;
  readonly id: string;
}

/** What a delivery tells of, by its key (`deliveryKey`); undefined if no part announced it by itself. */
export function announcingOf(key: string): Announcing | undefined {
  const [, origin, id] = new RegExp(`^deliver:${ANNOUNCER.name}:([^:]+):(.+):\\d+$`).exec(key) ?? [];
  return origin === undefined || id === undefined ? undefined : { origin, id };
}

/** Names a message on a channel; the table shows no address. @param message the service's own id of it */
export const messageName = (channel: string, address: string, message: string): string =>
  digestOf(JSON.stringify([channel, address, message]));
