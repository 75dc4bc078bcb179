import { type Clock, MINUTE } from '../kernel/clock.ts';
import { digestOf } from '../kernel/digest-of.ts';
import { Fault } from '../kernel/fault.ts';
import { type JobHandler, type JobResult, type JobTools, later, unreadable } from '../outbox/job.ts';
import type { Channel } from '../ports/channel.ts';
import type { ShownMessages } from './ports.ts';
import { type Incident, mayReplace } from './rules/incident.ts';
import { readDelivery } from './rules/jobs.ts';
import { endOfQuiet } from './rules/quiet-hours.ts';
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
  readonly shown: ShownMessages;
}

/**
 * Hands one delivery to its channel; one that comes late, into quiet hours, waits for their end. Whatever repeats an attempt that may
 * have arrived hands over the same content, so that a service recognises it: what was late then is late now, and which message it
 * changes is frozen with the first attempt.
 */
export function makeDeliver({ channels, settings, sayWaited, clock, shown }: DeliverNeeds): JobHandler {
  /** The message that this delivery changes in place, and when that was posted; neither if it is to be a message of its own. */
  async function replacedBy(incident: Incident, name: string, { freeze }: JobTools) {
    const before = await shown.find(name);
    const same = before !== undefined && mayReplace(before, incident, clock.now());
    return freeze({ id: same ? before.id : null, at: same ? before.at : null });
  }

  /** Keeps which message tells of the incident now. */
  async function remember(name: string, { open }: Incident, replaced: Replaced, result: JobResult): Promise<void> {
    if (result.kind !== 'done') return;
    const id = result.receipt?.id;
    const at = replaced.id === id ? replaced.at : null;
    await shown.keep(name, id === undefined ? undefined : { id, open, at: at ?? clock.now() });
  }

  return async (job, tools) => {
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
    const { at, quiet, address, notification, incident } = read;
    const { id, firstTriedAt } = job;
    // A repeat may not wait: the service recognises it for a while only.
    const heldUntil = quiet && firstTriedAt === undefined ? endOfQuiet(quiet, clock.now()) : undefined;
    if (heldUntil !== undefined) return later(heldUntil);
    const waited = (firstTriedAt ?? clock.now()) - at > TOLD_AFTER ? sayWaited(at) : undefined;
    const delivery = { id, address, notification, show: settings.show, waited, firstTriedAt };
    if (incident === undefined) return channel.deliver({ ...delivery, replaces: undefined }, tools.signal);
    const told = nameOf(incident, name, address);
    const replaced = await replacedBy(incident, told, tools);
    const result = await channel.deliver({ ...delivery, replaces: replaced.id ?? undefined }, tools.signal);
    await remember(told, incident, replaced, result);
    return result;
  };
}

/** As it is frozen. */
type Replaced = { readonly id: string | null; readonly at: number | null };

/** The table shows no address. */
const nameOf = ({ name }: Incident, channel: string, address: string): string =>
  digestOf(JSON.stringify([name, channel, address]));
