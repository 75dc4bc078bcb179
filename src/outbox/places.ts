import { type Clock, SECOND } from '../kernel/clock.ts';
import type { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import { waitBeforeProbe } from './back-off.ts';
import type { Job } from './job.ts';
import type { OnPlace, PausedPlace, PlaceNeeds } from './outbox.ts';
import type { Probe } from './ports/job-store.ts';

/** How often in a row one job may be the probe of a place; then another job is the probe. */
const PROBES_EACH = 2;
const MOST_PASSED_OVER = 256;
const MOST_BY_THEMSELVES = 1_000;

type Asked = Pick<Job, 'id' | 'destination'>;

interface Pause extends PausedPlace {
  readonly failures: number;
  /** Monotonic milliseconds. */
  readonly probeAt: number;
  readonly probing: boolean;
  /** By destination: the probe that found the place out of order in this pause, and how often in a row. */
  readonly found: ReadonlyMap<string, { readonly job: string; readonly times: number }>;
}

/**
 * Knows which places are paused. A paused place gets one job at a time, its probe, which finds out whether it works again. No
 * job is the probe more than twice in a row. If a job goes through after others failed, the place works, and from then on the
 * faults of those others count against themselves.
 */
export interface Places {
  paused(): readonly PausedPlace[];
  isPaused(place: string): boolean;
  /** Returns the places that get no jobs: paused ones, and ones that need a paused one. */
  closed(): readonly string[];
  /** Returns the paused places that may be probed now. */
  toProbe(): readonly string[];
  /** Returns when the next place may be probed, in monotonic milliseconds; undefined if none is waiting. */
  nextProbe(): number | undefined;
  /** The probe of this place begins. */
  probing(place: string): void;
  /** Says which jobs can be the probe of a paused place. */
  probeOf(place: string): Probe;
  /** Lets every job be the probe of this place again. */
  forgetProbes(place: string): void;
  /** True if this job failed at this place while others went through, so that its faults say nothing about the place. */
  failsByItself(job: Asked, place: string): boolean;
  /** Ends the pause because no job waits for the place: the next job will find out. */
  nothingToProbe(place: string): void;
  /** Pauses the place, or prolongs its pause. @param probe the job that failed, if it was the probe of this place */
  failed(place: string, fault: Fault, probe: Asked | undefined): void;
  /** Ends the pause: the place did what this job asked, so it works, and so do the places that it needs. */
  worked(place: string, by: Asked): void;
  /** The probe has ended. If it proved nothing, the next one follows: at once if nothing was tried, else after a second. */
  probed(place: string, wasTried: boolean): void;
  /**
   * Lets all paused places be probed now, because something outside has changed. A probe that still fails counts as the first.
   */
  tryNow(): void;
}

export interface PlacesNeeds {
  readonly clock: Clock;
  readonly log: Logger;
  readonly placeNeeds: PlaceNeeds;
  /** Called when a pause ends, because the place works or no job waits for it. */
  readonly resumed: (place: string) => void;
  readonly onPlace?: OnPlace | undefined;
}

const told = ({ place, since, code, sentence, remedy, passing }: PausedPlace): PausedPlace => ({
  ...{ place, since, code, sentence, remedy, passing },
});

export function makePlaces({ clock, log, placeNeeds, resumed, onPlace }: PlacesNeeds): Places {
  const pauses = new Map<string, Pause>();
  /** How often a place failed before it last worked, so that one lucky job does not reset the growing waits. */
  const history = new Map<string, { readonly failures: number; readonly at: number }>();
  /** Places that did what was asked of them last. */
  const proved = new Set<string>();
  /** By job id: jobs that failed as if a place were out of order although it was not. */
  const byThemselves = new Map<string, { readonly destination: string; readonly place: string }>();

  const neededBy = (place: string): readonly string[] => placeNeeds[place] ?? [];
  const lacksAnother = (place: string, than?: string): boolean =>
    neededBy(place).some((needed) => needed !== than && pauses.has(needed));
  const mayProbe = ({ place, probing }: Pause): boolean => !probing && !lacksAnother(place);

  function suspect({ place, found }: Pause, by: Asked): void {
    for (const [destination, { job, times }] of found) {
      if (times >= PROBES_EACH && job !== by.id) byThemselves.set(job, { destination, place });
    }
    // Nothing removes jobs that expired, so the oldest are deleted when there are too many.
    for (const job of byThemselves.keys()) if (byThemselves.size > MOST_BY_THEMSELVES) byThemselves.delete(job);
  }

  function pause(place: string, fault: Fault, before: number, since: number, found: Pause['found']): void {
    const failures = before + 1;
    const probeAt = clock.monotonic() + waitBeforeProbe(failures, fault.afterMs);
    const { code, remedy, message: sentence, retryable: passing } = fault;
    const paused = { place, since, code, sentence, remedy, passing };
    pauses.set(place, { ...paused, failures, probeAt, probing: false, found });
    proved.delete(place);
    onPlace?.(place, paused);
  }

  function change(place: string, to: Partial<Pause>): void {
    const known = pauses.get(place);
    if (known !== undefined) pauses.set(place, { ...known, ...to });
  }

  function workedItself(place: string, by: Asked): void {
    if (byThemselves.get(by.id)?.place === place) byThemselves.delete(by.id);
    const known = pauses.get(place);
    if (!proved.has(place)) {
      proved.add(place);
      onPlace?.(place, 'works');
    }
    if (known === undefined) return;
    suspect(known, by);
    pauses.delete(place);
    history.set(place, { failures: known.failures, at: clock.monotonic() });
    log.info('this place works again', { place, pausedMs: Math.max(0, clock.now() - known.since) });
    resumed(place);
  }

  return {
    paused: () => [...pauses.values()].map(told),
    isPaused: (place) => pauses.has(place),
    closed: () => [...new Set([...pauses.keys(), ...Object.keys(placeNeeds).filter((place) => lacksAnother(place))])],
    toProbe: () =>
      [...pauses.values()]
        .filter((each) => mayProbe(each) && each.probeAt <= clock.monotonic())
        .map(({ place }) => place),
    nextProbe() {
      const times = [...pauses.values()].filter(mayProbe).map(({ probeAt }) => probeAt);
      return times.length > 0 ? Math.min(...times) : undefined;
    },
    probing: (place) => change(place, { probing: true }),
    probeOf(place) {
      const dependent = Object.keys(placeNeeds).filter(
        (each) => neededBy(each).includes(place) && !pauses.has(each) && !lacksAnother(each, place),
      );
      const found = [...(pauses.get(place)?.found ?? [])].filter(([, { times }]) => times >= PROBES_EACH);
      const known = [...byThemselves.values()].filter((each) => each.place === place);
      const notFor = [
        ...new Set([...found.map(([destination]) => destination), ...known.map((each) => each.destination)]),
      ];
      return { of: place, from: [place, ...dependent], notFor: notFor.slice(0, MOST_PASSED_OVER) };
    },
    forgetProbes: (place) => change(place, { found: new Map() }),
    failsByItself: ({ id }, place) => byThemselves.get(id)?.place === place,
    nothingToProbe(place) {
      pauses.delete(place);
      resumed(place);
      onPlace?.(place, 'unknown');
    },
    tryNow() {
      for (const place of pauses.keys()) change(place, { failures: 0, probeAt: clock.monotonic() });
    },
    probed(place, wasTried) {
      if (!pauses.get(place)?.probing) return;
      change(place, { probing: false, probeAt: clock.monotonic() + (wasTried ? SECOND : 0) });
    },

    failed(place, fault, probe) {
      const known = pauses.get(place);
      if (known !== undefined) {
        // Jobs that were already at work when the place broke prove nothing new.
        if (probe === undefined) return;
        const before = known.found.get(probe.destination);
        const times = before?.job === probe.id ? before.times + 1 : 1;
        const found = new Map(known.found).set(probe.destination, { job: probe.id, times });
        pause(place, fault, known.failures, known.since, found);
        return;
      }
      const earlier = history.get(place);
      const recent = earlier !== undefined && clock.monotonic() - earlier.at < 60_000;
      pause(place, fault, recent ? earlier.failures : 0, clock.now(), new Map());
      if (!recent) log.warn('jobs for this place wait until it works again', { place, fault });
    },

    worked(place, by) {
      for (const each of [place, ...neededBy(place)]) workedItself(each, by);
    },
  };
}
