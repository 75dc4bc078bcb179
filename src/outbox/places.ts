import type { Clock } from '../kernel/clock.ts';
import type { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import { waitBeforeProbe } from './back-off.ts';
import type { PausedPlace } from './outbox.ts';

/** It is not known yet whose database this is: so at every start, and whoever asks says what keeps the answer away. */
const isNotYet = (code: string): boolean => code.endsWith('.not-ours-yet');

interface Pause extends PausedPlace {
  readonly failures: number;
  /** Monotonic milliseconds. */
  readonly probeAt: number;
  readonly probing: boolean;
}

/** Which places are out of order. One job at a time finds out whether they are back. */
export interface Places {
  paused(): readonly PausedPlace[];
  names(): readonly string[];
  /** Paused places that may be tried now. */
  toProbe(): readonly string[];
  /** Monotonic milliseconds of the next try, undefined when none is to come. */
  nextProbe(): number | undefined;
  probing(place: string): void;
  /** Nothing waits there: the next job will find out. */
  nothingToProbe(place: string): void;
  failed(place: string, fault: Fault, asProbe: boolean): void;
  worked(place: string): void;
  /** The probe ended without saying anything about the place. */
  undecided(place: string): void;
  /** Something outside has changed: all may be tried now, and a try that still fails counts as the first. */
  tryNow(): void;
}

export function makePlaces({ clock, log }: { readonly clock: Clock; readonly log: Logger }): Places {
  const pauses = new Map<string, Pause>();
  /** How often a place failed before it worked the last time, so that one lucky job does not start all over. */
  const history = new Map<string, { readonly failures: number; readonly at: number }>();

  function pause(place: string, fault: Fault, before: number, since: number): void {
    const failures = before + 1;
    pauses.set(place, {
      place,
      since,
      code: fault.code,
      remedy: fault.remedy,
      failures,
      probeAt: clock.monotonic() + waitBeforeProbe(failures, fault.afterMs),
      probing: false,
    });
  }

  function say(place: string, fault: Fault): void {
    log[isNotYet(fault.code) ? 'info' : 'warn']('jobs for this place wait until it works again', { place, fault });
  }

  function change(place: string, to: Partial<Pause>): void {
    const known = pauses.get(place);
    if (known !== undefined) pauses.set(place, { ...known, ...to });
  }

  return {
    paused: () => [...pauses.values()].map(({ place, since, code, remedy }) => ({ place, since, code, remedy })),
    names: () => [...pauses.keys()],
    toProbe: () =>
      [...pauses.values()]
        .filter(({ probing, probeAt }) => !probing && probeAt <= clock.monotonic())
        .map(({ place }) => place),
    nextProbe() {
      const times = [...pauses.values()].filter(({ probing }) => !probing).map(({ probeAt }) => probeAt);
      return times.length > 0 ? Math.min(...times) : undefined;
    },
    probing: (place) => change(place, { probing: true }),
    nothingToProbe(place) {
      pauses.delete(place);
    },
    tryNow() {
      for (const place of pauses.keys()) change(place, { failures: 0, probeAt: clock.monotonic() });
    },
    undecided: (place) => change(place, { probing: false, probeAt: clock.monotonic() + waitBeforeProbe(1, undefined) }),

    failed(place, fault, asProbe) {
      const known = pauses.get(place);
      if (known !== undefined) {
        // Others that were on their way when the place broke say nothing new.
        if (!asProbe) return;
        pause(place, fault, known.failures, known.since);
        if (isNotYet(known.code) && !isNotYet(fault.code)) say(place, fault);
        return;
      }
      const earlier = history.get(place);
      const recent = earlier !== undefined && clock.monotonic() - earlier.at < 60_000;
      pause(place, fault, recent ? earlier.failures : 0, clock.now());
      if (!recent) say(place, fault);
    },

    worked(place) {
      const known = pauses.get(place);
      if (known === undefined) return;
      pauses.delete(place);
      history.set(place, { failures: known.failures, at: clock.monotonic() });
      log.info('this place works again', { place, pausedMs: Math.max(0, clock.now() - known.since) });
    },
  };
}
