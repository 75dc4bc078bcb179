import { type Clock, DAY, HOUR, MINUTE } from '../kernel/clock.ts';
import type { EventId } from '../kernel/matrix-id.ts';
import type { Actor } from '../ports/audit.ts';
import type { DoorAudit } from './ports/door-audit.ts';

/** People apply together for a while, so that the limits per network do not hold. */
export interface EventNow {
  /** Epoch milliseconds. */
  readonly until: number;
  readonly by: Actor;
}

/** Who ordered it, and the event of the team room that did, if one did: heard again, it is not obeyed again. */
export interface OrderedBy {
  readonly by: Actor;
  readonly cause?: EventId | undefined;
}

/** Kept in the audit log, so it survives a restart, and the command line and the running server see the same. */
export interface Events {
  /** Undefined: none is on. */
  current(): Promise<EventNow | undefined>;
  /** Begins one, or changes when it ends. */
  begin(until: number, ordered: OrderedBy): Promise<void>;
  end(ordered: OrderedBy): Promise<void>;
}

export const LONGEST_EVENT = DAY;
const SHORTEST_EVENT = MINUTE;

export function makeEvents(door: DoorAudit, clock: Pick<Clock, 'now'>): Events {
  const entry = ({ by, cause }: OrderedBy) => ({ by, at: clock.now(), ...(cause === undefined ? {} : { cause }) });
  return {
    async current() {
      const newest = await door.newest();
      if (newest?.what !== 'event-begin') return undefined;
      const left = newest.until - clock.now();
      // One that would last longer was begun by a clock that has jumped back since.
      return left > 0 && left <= LONGEST_EVENT ? { until: newest.until, by: newest.by } : undefined;
    },
    begin: (until, ordered) => door.add({ ...entry(ordered), what: 'event-begin', until }),
    end: (ordered) => door.add({ ...entry(ordered), what: 'event-end' }),
  };
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
