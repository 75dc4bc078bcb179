import { MINUTE, SECOND } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { gather } from '../kernel/gather.ts';
import { type Attempted, type RunningAttempt, startAttempt } from './attempt.ts';
import { makeEnds } from './ends.ts';
import type { Outbox, OutboxNeeds } from './outbox.ts';
import { type FalseTime, makeOutboxTime } from './outbox-time.ts';
import { makePlaces } from './places.ts';
import { type LeaseAsk, type LeasedJob, placeOf } from './ports.ts';
import { makeTurns } from './turns.ts';

const LEASE_MS = 5 * MINUTE;
const SWEEP_MS = MINUTE;
/** After `stop` aborted them, handlers may still say how it went. */
const LAST_WORD_MS = SECOND;

interface InFlight {
  readonly job: LeasedJob;
  readonly attempt: RunningAttempt;
  readonly probe: boolean;
}

/**
 * Starts carrying out jobs. Whoever opens the outbox owns the database, so leases that are left over from an earlier life
 * are taken back at once.
 */
export function openOutbox({ store, handlers, clock, log: parentLog, limits = {} }: OutboxNeeds): Outbox {
  const { inFlight: most = 16, attemptMs = MINUTE, stopMs = 20 * SECOND } = limits;
  const log = parentLog.with({ part: 'outbox' });
  const time = makeOutboxTime(clock);
  const places = makePlaces({ clock, log });
  const freeze = gather(store.freeze);
  const inFlight = new Map<string, InFlight>();
  const ends = makeEnds({ store, clock, log, written: (id) => inFlight.delete(id) });
  let wrong: readonly FalseTime[] = [];
  let leftoversReturned = false;
  let sweepAt = clock.monotonic() + SWEEP_MS;
  let stopping = false;
  const turns = makeTurns({ clock, log, work });

  async function work(): Promise<void> {
    await ends.settle();
    if (stopping) return;
    if (!leftoversReturned) {
      const returned = await store.releaseLeases({ except: [] });
      leftoversReturned = true;
      if (returned > 0) log.info('jobs of an earlier life go on', { jobs: returned });
    }
    wrong = [...wrong, ...time.falseTimes()];
    for (let one = wrong[0]; one !== undefined; one = wrong[0]) {
      await store.moveTimes(one);
      wrong = wrong.slice(1);
    }
    if (clock.monotonic() >= sweepAt) await sweep();

    let nextDue: number | undefined;
    if (inFlight.size < most) {
      const taken = await take({ limit: most - inFlight.size, except: places.names() });
      nextDue = taken.nextDue;
    }
    for (const place of places.toProbe()) {
      if (inFlight.size >= most + places.names().length) break;
      await probe(place);
    }
    turns.nap(untilNext(nextDue));
  }

  async function probe(place: string): Promise<void> {
    const one = { limit: 1, except: [], only: place };
    const notFor = places.passedOver(place);
    if (notFor.length > 0) {
      if ((await take({ ...one, notFor })).jobs.length > 0) return;
      // All that wait there have had their turn.
      places.anew(place);
    }
    if ((await take(one)).jobs.length === 0) places.nothingToProbe(place);
  }

  async function take(ask: Pick<LeaseAsk, 'limit' | 'except' | 'only' | 'notFor'>) {
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
    for (const job of taken.jobs) start(job, ask.only !== undefined);
    return taken;
  }

  function start(job: LeasedJob, probe: boolean): void {
    if (time.tooEarly(job)) {
      ends.add(job, { kind: 'later', dueAt: undefined, unknown: false, code: undefined });
      turns.wake();
      return;
    }
    if (probe) places.probing(placeOf(job.destination));
    const byItself = !probe && places.failsByItself(job);
    const attempt = startAttempt(job, { handlers, clock, log, attemptMs, byItself, time, freeze });
    inFlight.set(job.id, { job, attempt, probe });
    void attempt.ended.then((attempted) => finish(job, probe, attempted));
  }

  function finish(job: LeasedJob, probe: boolean, { end, fault, reached }: Attempted): void {
    const place = placeOf(job.destination);
    if (fault !== undefined) places.failed(place, fault, probe ? job : undefined);
    else if (reached) places.worked(place, job);
    else if (probe) places.undecided(place);
    ends.add(job, end);
    turns.wake();
  }

  async function sweep(): Promise<void> {
    sweepAt = clock.monotonic() + SWEEP_MS;
    const late = await store.expire(time.expiredUntil());
    if (late > 0) log.warn('jobs came too late and are dead letters', { jobs: late });
    await store.releaseLeases({ endedBefore: clock.now(), except: [...inFlight.keys()] });
  }

  /** Milliseconds until there may be something to do. */
  function untilNext(nextDue: number | undefined): number {
    const probe = places.nextProbe();
    const waits = [
      nextDue === undefined ? Number.POSITIVE_INFINITY : nextDue - time.steady(),
      probe === undefined ? Number.POSITIVE_INFINITY : probe - clock.monotonic(),
      sweepAt - clock.monotonic(),
    ];
    return Math.min(...waits);
  }

  /** Settles until nothing is in flight; false when the database did not let it. */
  async function settleAll(): Promise<boolean> {
    for (let tries = 0; tries < 3; tries += 1) {
      await turns.turn();
      if (ends.waiting === 0) return true;
      await clock.sleep(200);
    }
    return false;
  }

  async function untilIdle(ms: number): Promise<void> {
    const over = new AbortController();
    const end = clock.monotonic() + ms;
    const running = (): Promise<unknown>[] => [...inFlight.values()].map(({ attempt }) => attempt.ended);
    const all = Promise.all(running());
    await Promise.race([all, clock.sleep(Math.max(0, end - clock.monotonic()), over.signal)]);
    over.abort();
  }

  async function close(): Promise<void> {
    stopping = true;
    await turns.stopTimer();
    await untilIdle(stopMs);
    await settleAll();
    if (inFlight.size > 0) {
      for (const { attempt } of inFlight.values()) attempt.abort();
      await untilIdle(LAST_WORD_MS);
      for (const { job } of inFlight.values()) {
        if (!ends.has(job.id)) ends.add(job, { kind: 'later', dueAt: undefined, unknown: true, code: undefined });
      }
      await settleAll();
    }
    if (ends.waiting > 0) log.warn('the database is gone: jobs go on at the next start', { jobs: ends.waiting });
  }

  let closed: Promise<void> | undefined;
  turns.wake();
  return {
    wake: turns.wake,
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
      closed ??= close();
      return closed;
    },
  };
}
