import { type Clock, DAY, HOUR, MINUTE } from '../kernel/clock.ts';
import { isObject } from '../kernel/is-object.ts';
import type { Actor } from '../ports/audit.ts';
import type { MemoryStore } from '../ports/memory-store.ts';

/** People apply together for a while, so that the limits per network do not hold. */
export interface EventNow {
  /** Epoch milliseconds. */
  readonly until: number;
  readonly by: Actor;
}

/** Survives a restart; the command line and the running server see the same. */
export interface Events {
  /** Undefined: none is on. */
  current(): Promise<EventNow | undefined>;
  /** Begins one, or changes when it ends. */
  begin(until: number, by: Actor): Promise<void>;
  end(): Promise<void>;
}

export const LONGEST_EVENT = DAY;
const SHORTEST_EVENT = MINUTE;
const EVENT = 'registration.event';

export const makeEvents = (memory: MemoryStore, clock: Pick<Clock, 'now'>): Events => ({
  async current() {
    const event = parseEvent(await memory.recall(EVENT));
    const left = event === undefined ? 0 : event.until - clock.now();
    // One that would last longer was begun by a clock that has jumped back since.
    return left > 0 && left <= LONGEST_EVENT ? event : undefined;
  },
  begin: (until, by) => memory.remember(EVENT, JSON.stringify({ until, by })),
  end: () => memory.remember(EVENT, ''),
});

function parseEvent(text: string | undefined): EventNow | undefined {
  if (text === undefined || text === '') return undefined;
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) return undefined;
  const { until, by } = value;
  // Written by `begin`, from an actor.
  return typeof until === 'number' && typeof by === 'string' ? { until, by: by as Actor } : undefined;
}

const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:m|min|mins|minutes?|minuten?)$/u, MINUTE],
  [/^(?:h|hrs?|hours?|std|stunden?)$/u, HOUR],
];

/** What was asked for: how long, in milliseconds, the end, or how it stands. */
export type EventWish = number | 'off' | 'state';

/** Reads `3h`, `90 minutes`, `2 Stunden`, `off`, or nothing; undefined for anything else, and for more than a day. */
export function parseEventWish(text: string): EventWish | undefined {
  const said = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/u, '');
  if (said === '') return 'state';
  if (['off', 'stop', 'end', 'aus'].includes(said)) return 'off';
  const [, count, unit = ''] = /^(\d{1,4}) ?([a-z]+)\.?$/u.exec(said) ?? [];
  const factor = units.find(([form]) => form.test(unit))?.[1];
  const length = count === undefined || factor === undefined ? 0 : Number(count) * factor;
  return length >= SHORTEST_EVENT && length <= LONGEST_EVENT ? length : undefined;
}
