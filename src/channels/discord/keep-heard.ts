import type { Clock } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Hearing } from '../../ports/channel.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { Place } from './find-places.ts';
import type { Line } from './line.ts';
import type { Ask } from './messages.ts';
import { type Message, newestOf, readMissed } from './missed.ts';
import { idOf, readMessage } from './read-message.ts';
import { inOrder } from './snowflake.ts';

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

export function makeKeepHeard(needs: KeepHeardNeeds): KeepHeard {
  const { keep, memory, ask, line, log, wordsOf } = needs;
  let places: ReadonlyMap<string, Place> = new Map();
  /** By channel: what is not later was read from the channel itself. */
  const read = new Map<string, string>();

  async function take({ id: channelId, at }: Place, messages: readonly Message[]): Promise<void> {
    await keep(messages.flatMap((message) => readMessage(message, at) ?? []));
    const last = messages.at(-1);
    if (last !== undefined) await memory.remember(lastHeard(channelId), last.id);
  }

  async function readOn(place: Place): Promise<void> {
    const before = await memory.recall(lastHeard(place.id));
    if (before !== undefined) {
      read.set(place.id, await readMissed(place, before, needs, (page) => take(place, page)));
      return;
    }
    // Nobody asked to hear what was written before.
    const newest = await newestOf(place, ask);
    read.set(place.id, newest);
    await memory.remember(lastHeard(place.id), newest);
  }

  return {
    heard(message) {
      const [place, id] = [places.get(String(message['channel_id'])), idOf(message)];
      if (place === undefined || id === undefined) return;
      line.add(async () => {
        if (inOrder(id, read.get(place.id) ?? '0') > 0) await take(place, [{ ...message, id }]);
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
