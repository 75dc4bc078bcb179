import { type Clock, MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Hearing } from '../../ports/channel.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { Place } from './find-places.ts';
import type { Line } from './line.ts';
import type { Ask } from './messages.ts';
import { type Message, newestOf, readMissed } from './missed.ts';
import { idOf, readMessage } from './read-message.ts';
import { idAt, inOrder, timeOf } from './snowflake.ts';

export interface KeepHeardNeeds {
  readonly keep: Hearing['keep'];
  /** Keeps which message of each channel was heard last. */
  readonly memory: MemoryStore;
  readonly ask: Ask;
  readonly line: Pick<Line, 'add'>;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly log: Pick<Logger, 'warn'>;
  /** As in `FindPlacesNeeds`. */
  readonly wordsOf: (error: unknown) => string;
  readonly signal: AbortSignal;
}

/** Keeps what is written in channels, whether the gateway says it or the channel itself, once and in its order. */
export interface KeepHeard {
  /** Takes a message that the gateway sent. It is kept when its turn in the line comes. */
  heard(message: Readonly<Record<string, unknown>>): void;
  /** From now on these are the channels. @param places by the channel's id */
  hearAt(places: ReadonlyMap<string, Place>): void;
  /** Keeps what was written in the channels since Porter last heard there. Throws `Fault`, and what `wordsOf` throws. */
  catchUp(): Promise<void>;
}

const lastHeard = (channelId: string): string => `discord.heard:${channelId}`;

/**
 * How far before the newest message that was heard the channel is read again. The service promises no order between two that were written
 * at the same moment, so one may come behind a newer one, and Porter may end between the two. What comes twice is kept once.
 */
const READ_AGAIN = MINUTE;

/** Ids of messages of one channel. */
interface Mark {
  /** The newest that was heard. */
  readonly last: string;
  /** What is not newer than this stood there before anybody was heard. */
  readonly from: string;
}

function markIn(remembered: string | undefined): Mark | undefined {
  const [, last, from] = /^(\d+) (\d+)$/.exec(remembered ?? '') ?? [];
  return last === undefined || from === undefined ? undefined : { last, from };
}

export function makeKeepHeard(needs: KeepHeardNeeds): KeepHeard {
  const { keep, memory, ask, line, log, wordsOf } = needs;
  let places: ReadonlyMap<string, Place> = new Map();
  /** By channel: what was read from the channel itself, for which the gateway need not be believed. */
  const read = new Map<string, Set<string>>();
  const marks = new Map<string, Mark>();

  async function remember(channelId: string, mark: Mark): Promise<void> {
    marks.set(channelId, mark);
    await memory.remember(lastHeard(channelId), `${mark.last} ${mark.from}`);
  }

  /** What was heard in a channel so far; undefined if nobody was. */
  const markOf = async (place: Place): Promise<Mark | undefined> =>
    marks.get(place.id) ?? markIn(await memory.recall(lastHeard(place.id)));

  /** Of a channel in which nobody was heard yet, what stands there is not asked for. */
  async function begin(place: Place): Promise<Mark> {
    const newest = await newestOf(place, ask);
    const mark = { last: newest, from: newest };
    await remember(place.id, mark);
    return mark;
  }

  async function take(place: Place, messages: readonly Message[]): Promise<void> {
    await keep(messages.flatMap((message) => readMessage(message, place.at) ?? []));
    const newest = messages.at(-1)?.id;
    if (newest === undefined) return;
    // The gateway tells of messages also where the bot may not read what stands there, so that is not asked for here.
    const { last, from } = (await markOf(place)) ?? { last: '0', from: newest };
    if (inOrder(newest, last) > 0) await remember(place.id, { last: newest, from });
  }

  async function readOn(place: Place): Promise<void> {
    const { last, from } = (await markOf(place)) ?? (await begin(place));
    const again = idAt(timeOf(last) - READ_AGAIN);
    const ids = new Set<string>();
    read.set(place.id, ids);
    await readMissed(place, inOrder(again, from) > 0 ? again : from, needs, async (page) => {
      await take(place, page);
      for (const { id } of page) ids.add(id);
    });
  }

  return {
    heard(message) {
      const [place, id] = [places.get(String(message['channel_id'])), idOf(message)];
      if (place === undefined || id === undefined) return;
      line.add(async () => {
        if (read.get(place.id)?.has(id) !== true) await take(place, [{ ...message, id }]);
      });
    },

    hearAt(next) {
      places = next;
    },

    async catchUp() {
      for (const place of places.values()) {
        try {
          await readOn(place);
        } catch (error) {
          if (error instanceof Fault) throw error;
          log.warn('discord: what was written in a channel cannot be read', {
            ...{ address: place.at[0], why: wordsOf(error) },
          });
        }
      }
    },
  };
}
