import { type Clock, MINUTE } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { type JobHandler, unreadable } from '../outbox/job.ts';
import type { Channel } from '../ports/channel.ts';
import { readDelivery } from './rules/jobs.ts';
import type { NotificationSettings } from './settings.ts';

/** Who waited longer reads it: what was said may not be true any more. */
const TOLD_AFTER = 10 * MINUTE;

export interface DeliverNeeds {
  /** The open channels by name. */
  readonly channels: Readonly<Record<string, Channel>>;
  readonly settings: Pick<NotificationSettings, 'show'>;
  /** Says since when something waited, in words, one line. @param from when it was to go out, epoch milliseconds */
  readonly sayWaited: (from: number) => string;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Hands one delivery to its channel. Whatever repeats an attempt that may have arrived hands over the same content, so that a service
 * recognises it: what was late then is late now, and nothing else depends on the time.
 */
export function makeDeliver({ channels, settings, sayWaited, clock }: DeliverNeeds): JobHandler {
  return async (job, { signal }) => {
    const read = readDelivery(job);
    if (read === undefined) throw unreadable('A newer version of Porter wrote this delivery');
    const name = job.destination.slice(0, job.destination.indexOf(':'));
    const channel = Object.hasOwn(channels, name) ? channels[name] : undefined;
    if (channel === undefined) {
      throw new Fault(`The channel ${name} is not configured`, {
        ...{ code: 'channel.off', retryable: false, scope: 'channel' },
        remedy: `Put its section back into the configuration, or give up what waits: porter outbox purge --target ${name}`,
      });
    }
    const { at, ...to } = read;
    const { id, firstTriedAt } = job;
    const waited = (firstTriedAt ?? clock.now()) - at > TOLD_AFTER ? sayWaited(at) : undefined;
    return channel.deliver({ id, ...to, show: settings.show, waited, firstTriedAt, replaces: undefined }, signal);
  };
}
