import { placeOf } from '../kernel/channel-name.ts';
import { MINUTE, SECOND } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { gather } from '../kernel/gather.ts';
import { makeAtWork } from './at-work.ts';
import { type Attempted, startAttempt } from './attempt.ts';
import { makeBounces } from './bounces.ts';
import { closeOutbox } from './close-outbox.ts';
import { makeEnds } from './ends.ts';
import { freeHands, usualHands } from './hands.ts';
import type { Outbox, OutboxNeeds } from './outbox.ts';
import { type FalseTime, makeOutboxTime } from './outbox-time.ts';
import { makePlaces } from './places.ts';
import type { LeaseAsk, LeasedJob } from './ports/job-store.ts';
import { makeTurns } from './turns.ts';

const LEASE_MS = 5 * MINUTE;
const SWEEP_MS = MINUTE;
/** Jobs per lease, i.e. per transaction. The next turn takes the rest. */
const MOST_LEASED = 256;

/**
 * Starts doing jobs. The process that opens the outbox owns the database, so it takes back leases of an earlier process at once.
 */
export function openOutbox(needs: OutboxNeeds): Outbox {
  const { store, handlers, gate, placeNeeds = {}, clock, limits = {}, onPlace } = needs;
  const { hands = usualHands, attemptMs = MINUTE, stopMs = 20 * SECOND } = limits;
  const log = needs.log.with({ part: 'outbox' });
  const time = makeOutboxTime(clock);
  /** Places that are no longer paused. Jobs of other places may still be stored as waiting for them. */
  const resumed = new Set<string>();
  const places = makePlaces({ clock, log, placeNeeds, resumed: (place) => resumed.add(place), onPlace });
  const freeze = gather(store.freeze);
  const atWork = makeAtWork(clock);
  const ends = makeEnds({ store, clock, log, isPaused: places.isPaused, written: atWork.end });
  const bounces = makeBounces({ store, clock, log, isAtWork: atWork.has });
  let wrong: readonly FalseTime[] = [];
  let leftoversReturned = false;
  let sweepAt = clock.monotonic() + SWEEP_MS;
  let stopping = false;
  const turns = makeTurns({ clock, log, work });
  const forgetGate = gate.onChange(turns.wake);

  const mayBegin = (): boolean => !stopping && gate.mayAct() === 'yes';

  async function work(): Promise<void> {
    await ends.save();
    await bounces.save();
    if (stopping) return;
    if (!leftoversReturned) await returnLeftovers();
    for (const place of resumed) {
      await store.stopWaitingFor(place);
      resumed.delete(place);
    }
    wrong = [...wrong, ...time.falseTimes()];
    for (let one = wrong[0]; one !== undefined; one = wrong[0]) {
      await store.moveTimes(one);
      wrong = wrong.slice(1);
    }
    if (clock.monotonic() >= sweepAt) await sweep();
    // The gate wakes us when it changes.
    if (!mayBegin()) return turns.nap(sweepAt - clock.monotonic());

    const free: LeaseAsk['free'] = (place, lane, taken) => freeHands(hands, lane, [...atWork.lanesAt(place), ...taken]);
    const { nextDue } = await take({ limit: MOST_LEASED, free, except: places.closed() });
    for (const place of places.toProbe()) await probe(place);
    turns.nap(untilNext(nextDue));
  }

  async function probe(place: string): Promise<void> {
    const { notFor, ...any } = places.probeOf(place);
    if (notFor.length > 0) {
      if ((await takeProbe({ ...any, notFor })) > 0) return;
      // Every job that waits for this place has been the probe.
      places.forgetProbes(place);
    }
    if ((await takeProbe({ ...any, notFor: [] })) === 0 && mayBegin()) places.nothingToProbe(place);
  }

  const takeProbe = async (probed: NonNullable<LeaseAsk['probe']>): Promise<number> =>
    (await take({ limit: 1, except: [], probe: probed })).jobs.length;

  async function take(ask: Pick<LeaseAsk, 'limit' | 'free' | 'except' | 'probe'>) {
    if (!mayBegin()) return { jobs: [], nextDue: undefined };
    const taken = await store.lease({
      ...ask,
      dueUntil: time.steady(),
      atOnceUntil: time.atOnceUntil(),
      expiredUntil: time.expiredUntil(),
      now: clock.now(),
      leaseMs: LEASE_MS + attemptMs,
    });
    if (taken.jobs.length > 0) crashPoint('outbox.afterLease');
    for (const id of taken.expired) log.warn('a job came too late and is a dead letter', { job: id });
    for (const id of taken.parked) log.error('a job cannot be read and is parked', { job: id });
    for (const job of taken.jobs) start(job, ask.probe?.of);
    return taken;
  }

  /** Starts an attempt. @param probed the place that this job probes, if it is a probe */
  function start(job: LeasedJob, probed: string | undefined): void {
    // It may have been leased just when Porter was told to stop.
    if (stopping || time.tooEarly(job)) {
      ends.add(job, { kind: 'later', dueAt: undefined, unknown: false, code: undefined });
      turns.wake();
      return;
    }
    if (probed !== undefined) places.probing(probed);
    const own = placeOf(job.destination);
    const attempt = startAttempt(job, {
      ...{ handlers, clock, log, attemptMs, time, freeze },
      byItself: (place) => place !== probed && places.failsByItself(job, place),
      alwaysNeeds: (place) => placeNeeds[own]?.includes(place) ?? false,
    });
    atWork.begin(job, attempt);
    void attempt.ended.then((attempted) => finish(job, probed, attempted));
  }

  function finish(job: LeasedJob, probed: string | undefined, { end, shown }: Attempted): void {
    if (shown?.fault !== undefined) {
      places.failed(shown.place, shown.fault, shown.place === probed ? job : undefined);
    } else if (shown !== undefined) places.worked(shown.place, job);
    if (probed !== undefined) {
      // This job waited for that place and has gone through now, so the place works.
      if (end.kind === 'done' || end.kind === 'refused') places.worked(probed, job);
      places.probed(probed, end.kind !== 'nothing');
    }
    ends.add(job, end);
    turns.wake();
  }

  async function returnLeftovers(): Promise<void> {
    const returned = await store.releaseLeases({ except: [] });
    await store.stopWaitingFor(undefined);
    const adopted = await store.adopt(Object.keys(handlers));
    leftoversReturned = true;
    if (adopted > 0) log.info('jobs that nobody handled before go on', { jobs: adopted });
    if (returned > 0) log.info('jobs of an earlier life go on', { jobs: returned });
  }

  async function sweep(): Promise<void> {
    sweepAt = clock.monotonic() + SWEEP_MS;
    const late = await store.expire(time.expiredUntil());
    if (late > 0) log.warn('jobs came too late and are dead letters', { jobs: late });
    await store.releaseLeases({ endedBefore: clock.now(), except: atWork.jobs().map(({ id }) => id) });
  }

  /** Returns the milliseconds until there may be something to do. */
  function untilNext(nextDue: number | undefined): number {
    const probeAt = places.nextProbe();
    const waits = [
      nextDue === undefined ? Number.POSITIVE_INFINITY : nextDue - time.steady(),
      probeAt === undefined ? Number.POSITIVE_INFINITY : probeAt - clock.monotonic(),
      sweepAt - clock.monotonic(),
    ];
    return Math.min(...waits);
  }

  let closed: Promise<void> | undefined;
  turns.wake();
  return {
    wake: turns.wake,
    bounce(bounced) {
      bounces.add(bounced);
      turns.wake();
    },
    pausedPlaces: places.paused,
    resume() {
      places.tryNow();
      turns.wake();
    },
    async oldestDueAge() {
      const due = await store.oldestDue();
      const age = due === undefined ? 0 : time.steady() - due;
      return age > 0 ? age : undefined;
    },
    stop() {
      stopping = true;
      forgetGate();
      closed ??= closeOutbox({ turns, atWork, ends, bounces, clock, log, stopMs });
      return closed;
    },
  };
}
