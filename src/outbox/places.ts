import type { Clock } from '../kernel/clock.ts';
import type { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import { waitBeforeProbe } from './back-off.ts';
import type { Job } from './job.ts';
import type { PausedPlace } from './outbox.ts';
import { placeOf } from './ports.ts';

/** It is not known yet whose database this is: so at every start, and whoever asks says what keeps the answer away. */
const isNotYet = (code: string): boolean => code.endsWith('.not-ours-yet');

/** So often in a row one job may say that its place is out of order; then another one is asked. */
const PROBES_EACH = 2;
const MOST_PASSED_OVER = 256;
const MOST_BY_THEMSELVES = 1_000;

type Probe = Pick<Job, 'id' | 'destination'>;

interface Pause extends PausedPlace {
  readonly failures: number;
  /** Monotonic milliseconds. */
  readonly probeAt: number;
  readonly probing: boolean;
  /** How often the job of a destination found the place out of order in this pause. */
  readonly found: ReadonlyMap<string, { readonly job: string; readonly times: number }>;
}

/**
 * Which places are out of order. One job at a time finds out whether they are back, each of them at most twice in a row: a job that
 * goes through after others failed shows that the place is fine, and from then on their faults are their own.
 */
export interface Places {
  paused(): readonly PausedPlace[];
  names(): readonly string[];
  /** Paused places that may be tried now. */
  toProbe(): readonly string[];
  /** Monotonic milliseconds of the next try, undefined when none is to come. */
  nextProbe(): number | undefined;
  probing(place: string): void;
  /** Destinations whose job is not to be the next probe. */
  passedOver(place: string): readonly string[];
  /** Every job there may be the next probe again. */
  anew(place: string): void;
  /** This job failed when others of its place went through: it says nothing about the place. */
  failsByItself(job: Probe): boolean;
  /** Nothing waits there: the next job will find out. */
  nothingToProbe(place: string): void;
  /** @param probe the job that failed, when it was to find out about the place */
  failed(place: string, fault: Fault, probe: Probe | undefined): void;
  /** @param by the job that the place answered */
  worked(place: string, by: Probe): void;
  /** The probe ended without saying anything about the place. */
  undecided(place: string): void;
  /** Something outside has changed: all may be tried now, and a try that still fails counts as the first. */
  tryNow(): void;
}

export function makePlaces({ clock, log }: { readonly clock: Clock; readonly log: Logger }): Places {
  const pauses = new Map<string, Pause>();
  /** How often a place failed before it worked the last time, so that one lucky job does not start all over. */
  const history = new Map<string, { readonly failures: number; readonly at: number }>();

  /** Jobs that failed as if their place were out of order when it was not, and their destinations. */
  const byThemselves = new Map<string, string>();

  function suspect(found: Pause['found'], by: Probe): void {
    for (const [destination, { job, times }] of found) {
      if (times >= PROBES_EACH && job !== by.id) byThemselves.set(job, destination);
    }
    // They may have ended by their time meanwhile, which nobody says here.
    for (const job of byThemselves.keys()) if (byThemselves.size > MOST_BY_THEMSELVES) byThemselves.delete(job);
  }

  function pause(place: string, fault: Fault, before: number, since: number, found: Pause['found']): void {
    const failures = before + 1;
    pauses.set(place, {
      place,
      since,
      code: fault.code,
      remedy: fault.remedy,
      failures,
      probeAt: clock.monotonic() + waitBeforeProbe(failures, fault.afterMs),
      probing: false,
      found,
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
    passedOver(place) {
      const found = [...(pauses.get(place)?.found ?? [])].filter(([, { times }]) => times >= PROBES_EACH);
      const known = [...byThemselves.values()].filter((destination) => placeOf(destination) === place);
      const all = [...new Set([...found.map(([destination]) => destination), ...known])];
      return all.slice(0, MOST_PASSED_OVER);
    },
    anew: (place) => change(place, { found: new Map() }),
    failsByItself: ({ id }) => byThemselves.has(id),
    nothingToProbe(place) {
      pauses.delete(place);
    },
    tryNow() {
      for (const place of pauses.keys()) change(place, { failures: 0, probeAt: clock.monotonic() });
    },
    undecided: (place) => change(place, { probing: false, probeAt: clock.monotonic() + waitBeforeProbe(1, undefined) }),

    failed(place, fault, probe) {
      const known = pauses.get(place);
      if (known !== undefined) {
        // Others that were on their way when the place broke say nothing new.
        if (probe === undefined) return;
        const before = known.found.get(probe.destination);
        const times = before?.job === probe.id ? before.times + 1 : 1;
        const found = new Map(known.found).set(probe.destination, { job: probe.id, times });
        pause(place, fault, known.failures, known.since, found);
        if (isNotYet(known.code) && !isNotYet(fault.code)) say(place, fault);
        return;
      }
      const earlier = history.get(place);
      const recent = earlier !== undefined && clock.monotonic() - earlier.at < 60_000;
      pause(place, fault, recent ? earlier.failures : 0, clock.now(), new Map());
      if (!recent) say(place, fault);
    },

    worked(place, by) {
      byThemselves.delete(by.id);
      const known = pauses.get(place);
      if (known === undefined) return;
      suspect(known.found, by);
      pauses.delete(place);
      history.set(place, { failures: known.failures, at: clock.monotonic() });
      log.info('this place works again', { place, pausedMs: Math.max(0, clock.now() - known.since) });
    },
  };
}
