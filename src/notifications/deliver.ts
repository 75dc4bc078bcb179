import { type Clock, MINUTE } from '../kernel/clock.ts';
import { type JobHandler, type JobResult, type JobTools, later, unreadable } from '../outbox/job.ts';
import type { Channel } from '../ports/channel.ts';
import { findChannel } from './find-channel.ts';
import type { ShownMessages } from './ports/shown-messages.ts';
import type { Address } from './rules/address-book.ts';
import { correctionJob } from './rules/correction-job.ts';
import { afterEnd, type Incident, mayReplace, saysEnded, shownUnder, withNewest } from './rules/incident.ts';
import { channelOf, type ReadDelivery, readDelivery } from './rules/jobs.ts';
import { endOfQuiet } from './rules/quiet-hours.ts';
import type { NotificationSettings } from './settings.ts';

/** A notification that waited longer says so, because it may not be true any more. */
const TOLD_AFTER = 10 * MINUTE;

export interface DeliverNeeds {
  /** The open channels by name. */
  readonly channels: Readonly<Record<string, Channel>>;
  readonly settings: Pick<NotificationSettings, 'show' | 'life'>;
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
    const before = (await shown.find(name)).at(-1);
    const same = before !== undefined && mayReplace(before, incident, clock.now());
    return freeze({ id: same ? before.id : null, at: same ? before.at : null });
  }

  /**
   * Keeps which messages tell of the incident now. Where older ones speak of something that this one says has ended, they are put right
   * by a job of its own; if the channel cannot change them, what has ended is only taken from what is known of them.
   */
  async function remember(told: Told, replaced: Replaced, result: JobResult): Promise<void> {
    if (result.kind !== 'done') return;
    const { name, job, edits, incident, notification, address } = told;
    const id = result.receipt?.id;
    const now = clock.now();
    const at = (replaced.id === id ? replaced.at : null) ?? now;
    const known = await shown.find(name);
    const others = known.filter((message) => message.id !== id && message.id !== replaced.id);
    const older = edits ? others : afterEnd(others, incident).goOn;
    const newest = id === undefined ? undefined : { id, at, open: incident.open };
    const correct = saysEnded(older, incident)
      ? [correctionJob({ address, notification, incident }, { cause: job, at: now, life: settings.life })]
      : [];
    await shown.keep(name, withNewest(older, newest), { jobs: correct, at: now });
  }

  return async (job, tools) => {
    const read = readDelivery(job);
    if (read === undefined) throw unreadable('A newer version of Porter wrote this delivery');
    const name = channelOf(job);
    const channel = findChannel(channels, name);
    const { at, quiet, address, notification, incident } = read;
    const { id, firstTriedAt } = job;
    // A repeat may not wait: the service recognises it for a while only.
    const heldUntil = quiet && firstTriedAt === undefined ? endOfQuiet(quiet, clock.now()) : undefined;
    if (heldUntil !== undefined) return later(heldUntil);
    const waited = (firstTriedAt ?? clock.now()) - at > TOLD_AFTER ? sayWaited(at) : undefined;
    const delivery = { id, address, notification, show: settings.show, waited, firstTriedAt };
    if (incident === undefined) return channel.deliver({ ...delivery, replaces: undefined }, tools.signal);
    const to = { channel: name, address };
    const kept = shownUnder(incident, to);
    const replaced = await replacedBy(incident, kept, tools);
    const result = await channel.deliver({ ...delivery, replaces: replaced.id ?? undefined }, tools.signal);
    const told = { name: kept, job: id, edits: channel.edits === true, incident, notification, address: to };
    await remember(told, replaced, result);
    return result;
  };
}

/** As it is frozen. */
type Replaced = { readonly id: string | null; readonly at: number | null };

/** A delivery that tells of an incident. */
interface Told extends Pick<ReadDelivery, 'notification'> {
  readonly incident: Incident;
  readonly address: Address;
  /** Under what the messages are kept that tell of it. */
  readonly name: string;
  /** Id of its job. */
  readonly job: string;
  /** Can its channel change a message? */
  readonly edits: boolean;
}
