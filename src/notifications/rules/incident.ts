import { DAY } from '../../kernel/clock.ts';
import { destinationAt } from '../../kernel/destination-at.ts';
import { digestOf } from '../../kernel/digest-of.ts';
import type { Address } from './address-book.ts';

/**
 * Something that begins and ends, and of which several notifications tell: a group of alerts, which fire and are resolved one by one.
 * Each piece of it is named by a short text that is the same in every notification.
 */
export interface Incident {
  /** Which one: notifications of one sender with the same name tell of the same. */
  readonly name: string;
  /** Pieces that go on. */
  readonly open: readonly string[];
  /** Pieces that have ended. */
  readonly over: readonly string[];
}

/** A message that tells of an incident at one address. */
export interface ShownMessage {
  /** The service's own id of it. */
  readonly id: string;
  /** When it was posted; changing it leaves it where it stands. Epoch milliseconds. */
  readonly at: number;
  /** The pieces that go on as the message says, without those whose end was told since. */
  readonly open: readonly string[];
}

/** Under what the messages are kept that tell of an incident at an address. It shows no address and begins with its destination. */
export const shownUnder = ({ name }: Incident, { channel, address }: Address): string =>
  `${destinationAt(channel, address)}:${digestOf(JSON.stringify([name, channel, address]))}`;

/** Most messages of one incident that are known at one address, and most pieces in all of them; the oldest are forgotten. */
const MOST_KNOWN = 50;
const MOST_PIECES = 3_000;

/**
 * The messages that are known once another one was posted or changed: those that say that something goes on, oldest first.
 *
 * @param known those before it, without the one that was changed
 */
export function withNewest(known: readonly ShownMessage[], newest: ShownMessage | undefined): readonly ShownMessage[] {
  const all = [...known, ...(newest === undefined ? [] : [newest])].filter(({ open }) => open.length > 0);
  let pieces = 0;
  const from = all.findLastIndex(({ open }, index) => {
    pieces += open.length;
    return pieces > MOST_PIECES || all.length - index > MOST_KNOWN;
  });
  return all.slice(from + 1);
}

/** Does one of these messages say that something goes on which has ended by now? */
export const saysEnded = (known: readonly ShownMessage[], { over }: Incident): boolean =>
  known.some(({ open }) => open.some((piece) => over.includes(piece)));

/**
 * Takes what has ended from what the messages say. Those of which nothing goes on any more are `outdated`; what is absent from the
 * incident is not over.
 */
export function afterEnd(known: readonly ShownMessage[], { over }: Incident) {
  const ended = new Set(over);
  const now = known.map((message) => ({ ...message, open: message.open.filter((piece) => !ended.has(piece)) }));
  return {
    goOn: now.filter(({ open }) => open.length > 0),
    outdated: now.filter(({ open }) => open.length === 0),
  };
}

/** Nobody looks for news in what was written a day ago. */
const CHANGED_WITHIN = DAY;

/**
 * True if the message may be changed in place instead of a new one being posted. A change makes no sound, so it may say only that
 * something has ended: what begins, and a reminder of what goes on, must be heard. And it has to speak of everything that the message says goes
 * on, because what is absent is not over.
 */
export function mayReplace({ at, open }: ShownMessage, says: Incident, now: number): boolean {
  const [before, goesOn, ended] = [new Set(open), new Set(says.open), new Set(says.over)];
  return (
    now - at <= CHANGED_WITHIN &&
    open.some((piece) => ended.has(piece)) &&
    open.every((piece) => goesOn.has(piece) || ended.has(piece)) &&
    says.open.every((piece) => before.has(piece))
  );
}
