import { placeOf } from '../kernel/channel-name.ts';
import type { Clock } from '../kernel/clock.ts';
import { SECOND } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import { waitAfterFailure } from './back-off.ts';
import { type JobHandler, type JobPayload, type JobResult, UNREADABLE } from './job.ts';
import type { OutboxTime } from './outbox-time.ts';
import { type AttemptEnd, type LeasedJob, NO_HANDLER } from './ports/job-store.ts';

/** How long a handler may take to end after its signal has aborted. Then it is abandoned. */
const GRACE_MS = 10 * SECOND;
/** Failures by a bug after which a job is dead: trying again for days does not help. */
const MOST_BUGS = 12;

export interface AttemptParts {
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly attemptMs: number;
  /** True when other jobs get through to this place, so that even a place-wide fault counts against this job. */
  readonly byItself: (place: string) => boolean;
  /** True if every job of this job's place needs the other place, so that the outbox holds them all back. */
  readonly alwaysNeeds: (place: string) => boolean;
  /** The time that back-off is counted from. */
  readonly time: Pick<OutboxTime, 'steady' | 'fromWall'>;
  readonly freeze: (ask: {
    readonly id: string;
    readonly attempt: number;
    readonly content: JobPayload;
  }) => Promise<JobPayload | undefined>;
}

export interface Attempted {
  readonly end: AttemptEnd;
  /** What the attempt proved about a place: with `fault` it is out of order, without it works. Undefined: it proved nothing. */
  readonly shown?: { readonly place: string; readonly fault?: Fault };
}

export interface RunningAttempt {
  readonly ended: Promise<Attempted>;
  /** Aborts the handler because Porter stops. The job goes back with an unknown outcome, unless the handler still succeeds. */
  abort(): void;
}

/** Runs the handler of a job once, within the time limit. */
export function startAttempt(job: LeasedJob, parts: AttemptParts): RunningAttempt {
  const { handlers, clock, time, attemptMs } = parts;
  const controller = new AbortController();
  let stopping = false;
  let leave: (left: 'left') => void = () => {};
  const left = new Promise<'left'>((resolve) => {
    leave = resolve;
  });
  let cancelGrace = () => {};
  const abort = (): void => {
    if (controller.signal.aborted) return;
    controller.abort(tooLong());
    cancelGrace = clock.after(GRACE_MS, () => leave('left'));
  };
  const cancelLimit = clock.after(attemptMs, abort);

  async function run(): Promise<Attempted> {
    const handler = Object.hasOwn(handlers, job.kind) ? handlers[job.kind] : undefined;
    if (handler === undefined) {
      parts.log.error('there is no handler for a job: it is parked', { job: job.id, kind: job.kind });
      return { end: { kind: 'parked', code: NO_HANDLER } };
    }
    try {
      crashPoint('outbox.beforeSend');
      const result = await Promise.race([
        handler(job, {
          signal: controller.signal,
          async freeze<Content extends JobPayload>(content: Content): Promise<Content> {
            const kept = job.frozen ?? (await parts.freeze({ id: job.id, attempt: job.attempt, content }));
            if (kept === undefined) throw tooLong();
            // The cast is safe: an earlier attempt of the same job froze it.
            return kept as Content;
          },
        }),
        left,
      ]);
      if (result === 'left') throw tooLong();
      crashPoint('outbox.afterSend');
      return afterResult(job, result, time);
    } catch (error) {
      if (stopping && controller.signal.aborted) {
        return { end: { kind: 'later', dueAt: undefined, unknown: true, code: undefined } };
      }
      // A library throws an error of its own when our time limit aborts it.
      return afterError(job, controller.signal.aborted && !(error instanceof Fault) ? tooLong() : error, parts);
    } finally {
      cancelLimit();
      cancelGrace();
    }
  }

  return {
    ended: run(),
    abort() {
      stopping = true;
      abort();
    },
  };
}

function afterResult(job: LeasedJob, result: JobResult, time: AttemptParts['time']): Attempted {
  switch (result.kind) {
    case 'done':
    case 'refused':
      return { end: result, shown: { place: placeOf(job.destination) } };
    case 'nothing':
      return { end: result };
    case 'later':
      return { end: { kind: 'later', dueAt: whole(time.fromWall(result.at)), unknown: false, code: undefined } };
  }
}

/** Decides from what a handler threw whether the job is tried again, and what that proves about a place. */
function afterError(job: LeasedJob, error: unknown, parts: AttemptParts): Attempted {
  const { time, log } = parts;
  const failures = job.failures + 1;
  const again = (afterMs: number | undefined) => time.steady() + waitAfterFailure(failures, job.id, afterMs);
  if (!(error instanceof Fault)) {
    log.error('a job failed by a bug', { job: job.id, kind: job.kind, failures, error });
    const code = 'outbox.bug';
    if (failures >= MOST_BUGS) return { end: { kind: 'dead', code, unknown: true } };
    return { end: { kind: 'failed', dueAt: again(undefined), unknown: true, code } };
  }
  // Our own database may have failed after the send.
  const unknown = error.outcome === 'unknown' || error.place === 'storage';
  const { code } = error;
  if (code === UNREADABLE) {
    log.error('a job cannot be read and is parked', { job: job.id, kind: job.kind, fault: error });
    return { end: { kind: 'parked', code } };
  }
  const receipt = error.words === undefined ? undefined : { words: error.words };
  const failed = { kind: 'failed', dueAt: again(error.afterMs), unknown, code, receipt } as const;
  if (error.scope === 'channel') {
    const own = placeOf(job.destination);
    const place = error.place ?? own;
    if (parts.byItself(place)) {
      log.warn('a job fails where others go through: it waits by itself', { job: job.id, failures, fault: error });
      return { end: failed };
    }
    const waitsFor = place === own || parts.alwaysNeeds(place) ? undefined : place;
    return {
      end: { kind: 'later', dueAt: undefined, unknown, code, waitsFor, receipt },
      shown: { place, fault: error },
    };
  }
  const shown = error.place === undefined ? {} : { shown: { place: error.place } };
  if (error.retryable) return { end: failed, ...shown };
  log.warn('a job became a dead letter', { job: job.id, kind: job.kind, fault: error });
  return { end: { kind: 'dead', code, unknown, receipt }, ...shown };
}

const tooLong = (): Fault =>
  new Fault('The attempt took too long', {
    ...{ code: 'outbox.timeout', retryable: true, scope: 'message', outcome: 'unknown' },
  });

const whole = (time: number): number | undefined => (Number.isFinite(time) ? Math.ceil(time) : undefined);
