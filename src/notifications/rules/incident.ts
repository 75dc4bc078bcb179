import { DAY } from '../../kernel/clock.ts';

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

/** The newest message that tells of an incident at one address. */
export interface ShownMessage {
  /** The service's own id of it. */
  readonly id: string;
  /** When it was posted; changing it leaves it where it stands. Epoch milliseconds. */
  readonly at: number;
  /** The pieces that go on, as far as the message says. */
  readonly open: readonly string[];
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
