import { digestOf } from '../kernel/digest-of.ts';
import { done, type JobHandler, nothing, unreadable } from '../outbox/job.ts';
import type { Channel } from '../ports/channel.ts';
import { findChannel } from './find-channel.ts';
import type { ShownMessages } from './ports/shown-messages.ts';
import { readCorrection } from './rules/correction-job.ts';
import { afterEnd, shownUnder } from './rules/incident.ts';
import type { NotificationSettings } from './settings.ts';

export interface CorrectNeeds {
  /** The open channels by name. */
  readonly channels: Readonly<Record<string, Channel>>;
  readonly settings: Pick<NotificationSettings, 'show'>;
  readonly shown: ShownMessages;
}

/**
 * Has the messages that speak only of what has ended say so, where the channel can change them: the one of the beginning, reminders,
 * and what came before a digest told of the end. Done twice it writes the same into the same messages.
 */
export function makeCorrect({ channels, settings, shown }: CorrectNeeds): JobHandler {
  return async (job, { signal }) => {
    const read = readCorrection(job);
    if (read === undefined) throw unreadable('A newer version of Porter wrote this');
    const { address, notification, incident } = read;
    const channel = findChannel(channels, address.channel);
    const name = shownUnder(incident, address);
    const known = await shown.find(name);
    const { goOn, outdated } = afterEnd(known, incident);
    if (known.length === 0) return nothing;
    let left = known;
    for (const { id } of channel.edits ? outdated : []) {
      const delivery = {
        // An id for each change, the same at every attempt: a homeserver takes two with one id for the same.
        ...{ id: `${job.id}.${digestOf(id)}`, address: address.address, notification, show: settings.show },
        ...{ waited: undefined, firstTriedAt: undefined, replaces: id, onlyInPlace: true },
      };
      const result = await channel.deliver(delivery, signal);
      if (result.kind === 'later') return result;
      // Kept one by one, so that an attempt that breaks off at the tenth does not begin with the first again.
      left = left.filter((message) => message.id !== id);
      await shown.keep(name, left);
    }
    await shown.keep(name, goOn);
    return done();
  };
}
