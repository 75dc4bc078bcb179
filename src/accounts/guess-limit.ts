import { type Clock, MINUTE, SECOND } from '../kernel/clock.ts';

/** Wrong passwords of one account in a row before it is paused; one is forgiven every 20 seconds. */
const MOST_WRONG = 5;
export const FORGIVEN_EVERY = 20 * SECOND;
/** Names that are remembered, also such as nobody has. */
const MOST_NAMES = 10_000;
/** So many wrong passwords in all, within this time, are somebody guessing. */
const ALARM_COUNT = 200;
const ALARM_TIME = 10 * MINUTE;

export interface GuessLimit {
  /** Counts a check that begins, as if it failed. False: the name is paused, and nothing is checked. */
  take(name: string): boolean;
  /** The password was right: forgets the wrong ones. */
  right(name: string): void;
  /** The check that was counted did not take place. */
  giveBack(name: string): void;
  /** Call it for each wrong password. */
  wrong(): void;
  /** Does somebody guess at this time, at whatever accounts? */
  isAlarmed(): boolean;
}

interface Counted {
  readonly wrong: number;
  readonly at: number;
}

/**
 * Limits how often passwords are guessed where every check comes from one address. Whoever keeps guessing at one account pauses it for 20
 * seconds each time, for themselves and for its owner; it never stays locked. A check counts when it begins, so a thousand at once are no
 * way around. Kept in memory: a restart forgives everything.
 */
export function makeGuessLimit(clock: Pick<Clock, 'monotonic'>): GuessLimit {
  const names = new Map<string, Counted>();
  let [alarm, before] = [{ began: clock.monotonic(), wrong: 0 }, 0];

  const wrongOf = (name: string): number => {
    const { wrong, at } = names.get(name) ?? { wrong: 0, at: 0 };
    return Math.max(0, wrong - (clock.monotonic() - at) / FORGIVEN_EVERY);
  };
  function set(name: string, wrong: number): void {
    names.delete(name);
    names.set(name, { wrong, at: clock.monotonic() });
    const oldest = names.keys().next();
    if (names.size > MOST_NAMES && !oldest.done) names.delete(oldest.value);
  }
  function turnAlarm(): void {
    const age = clock.monotonic() - alarm.began;
    if (age < ALARM_TIME) return;
    before = age < 2 * ALARM_TIME ? alarm.wrong : 0;
    alarm = { began: clock.monotonic(), wrong: 0 };
  }

  return {
    take(name) {
      const wrong = wrongOf(name) + 1;
      if (wrong > MOST_WRONG) return false;
      set(name, wrong);
      return true;
    },
    right: (name) => void names.delete(name),
    giveBack: (name) => set(name, Math.max(0, wrongOf(name) - 1)),
    wrong() {
      turnAlarm();
      alarm.wrong += 1;
    },
    isAlarmed() {
      turnAlarm();
      return Math.max(alarm.wrong, before) >= ALARM_COUNT;
    },
  };
}
