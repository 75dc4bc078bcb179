import { type Clock, SECOND } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import { waitAfterFailure } from './back-off.ts';
import { type JobHandler, type JobPayload, UNREADABLE } from './job.ts';
import type { OutboxTime } from './outbox-time.ts';
import type { AttemptEnd, LeasedJob } from './ports.ts';

/** A handler that does not end after its signal aborted is left behind. */
const GRACE_MS = 10 * SECOND;
/** A bug is not healed by trying again for three days. */
const MOST_BUGS = 12;

export interface AttemptParts {
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly attemptMs: number;
  /** Others of its place go through: whatever it fails by is its own. */
  readonly byItself: boolean;
  /** From which back-off counts. */
  readonly time: Pick<OutboxTime, 'steady' | 'fromWall'>;
  readonly freeze: (ask: {
    readonly id: string;
    readonly attempt: number;
    readonly content: JobPayload;
  }) => Promise<JobPayload | undefined>;
}

/** `fault` of scope channel: the place is to be paused. `reached`: the other side answered, good or bad. */
export interface Attempted {
  readonly end: AttemptEnd;
  readonly fault?: Fault;
  readonly reached: boolean;
}

export interface RunningAttempt {
  readonly ended: Promise<Attempted>;
  /** For `stop`: the job goes back, its outcome unknown unless the handler still ends well. */
  abort(): void;
}

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
      return { end: { kind: 'parked', code: 'no-handler' }, reached: false };
    }
    try {
      crashPoint('outbox.beforeSend');
      const result = await Promise.race([
        handler(job, {
          signal: controller.signal,
          async freeze<Content extends JobPayload>(content: Content): Promise<Content> {
            const kept = job.frozen ?? (await parts.freeze({ id: job.id, attempt: job.attempt, content }));
            if (kept === undefined) throw tooLong();
            // What an earlier attempt of the same kind of job froze.
            return kept as Content;
          },
        }),
        left,
      ]);
      if (result === 'left') throw tooLong();
      crashPoint('outbox.afterSend');
      if (result === 'done') return { end: { kind: 'done' }, reached: true };
      const dueAt = whole(time.fromWall(result.later));
      return { end: { kind: 'later', dueAt, unknown: false, code: undefined }, reached: false };
    } catch (error) {
      if (stopping && controller.signal.aborted) {
        return { end: { kind: 'later', dueAt: undefined, unknown: true, code: undefined }, reached: false };
      }
      // The library's word for our own time limit.
      return judge(job, controller.signal.aborted && !(error instanceof Fault) ? tooLong() : error, parts);
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

/** Sorts what was thrown by the one question: can trying again help? */
function judge(job: LeasedJob, error: unknown, { time: { steady }, log, byItself }: AttemptParts): Attempted {
  const failures = job.failures + 1;
  if (!(error instanceof Fault)) {
    log.error('a job failed by a bug', { job: job.id, kind: job.kind, failures, error });
    const code = 'outbox.bug';
    if (failures >= MOST_BUGS) return { end: { kind: 'dead', code, unknown: true }, reached: false };
    return {
      end: { kind: 'failed', dueAt: steady() + waitAfterFailure(failures, job.id, undefined), unknown: true, code },
      reached: false,
    };
  }
  const unknown = error.outcome === 'unknown';
  const { code } = error;
  if (code === UNREADABLE) {
    log.error('a job cannot be read and is parked', { job: job.id, kind: job.kind, fault: error });
    return { end: { kind: 'parked', code }, reached: false };
  }
  if (code.startsWith('storage.') && error.scope === 'channel') {
    // Our own database, not the place: it is looked at again soon.
    return { end: { kind: 'later', dueAt: steady() + SECOND, unknown, code }, reached: false };
  }
  const ofPlace = error.scope === 'channel';
  if (ofPlace && !byItself) {
    return { end: { kind: 'later', dueAt: undefined, unknown, code }, fault: error, reached: false };
  }
  if (ofPlace)
    log.warn('a job fails where others go through: it waits by itself', { job: job.id, failures, fault: error });
  if (!ofPlace && !error.retryable) {
    log.warn('a job became a dead letter', { job: job.id, kind: job.kind, fault: error });
    return { end: { kind: 'dead', code, unknown }, reached: true };
  }
  const dueAt = steady() + waitAfterFailure(failures, job.id, error.afterMs);
  return { end: { kind: 'failed', dueAt, unknown, code }, reached: !ofPlace && code !== TIMEOUT };
}

const TIMEOUT = 'outbox.timeout';

const tooLong = (): Fault =>
  new Fault('The attempt took too long', { code: TIMEOUT, retryable: true, scope: 'message', outcome: 'unknown' });

const whole = (time: number): number | undefined => (Number.isFinite(time) ? Math.ceil(time) : undefined);
