import type { Tools } from '../app/tools.ts';
import { counted } from '../kernel/counted.ts';
import { type Exit, FINE, REFUSED, WRONG } from './exit.ts';
import { columns, complain, print, printJson, utcText } from './print.ts';
import { states } from './states.ts';
import type { CommonOptions } from './with-config.ts';
import { withTools } from './with-tools.ts';

type JobView = Awaited<ReturnType<Tools['outbox']['list']>>[number];

/** Jobs carry ids and no secrets. As a precaution, values whose name sounds like a secret are hidden. */
const secretName = /token|secret|password|code|link/i;

function shownJob({ payload, ...job }: JobView): Readonly<Record<string, unknown>> {
  return { ...job, payload: shownPayload(payload) };
}

function shownPayload(text: string): unknown {
  if (text === '') return '[cleared]';
  try {
    return JSON.parse(text, (key, value: unknown) => (secretName.test(key) ? '[secret]' : value));
  } catch {
    return '[unreadable]';
  }
}

export interface ListOptions extends CommonOptions {
  readonly state?: string;
  readonly place?: string;
  readonly kind?: string;
  readonly limit: string;
}

export const listJobs = (options: ListOptions): Promise<Exit> => {
  const { place, kind } = options;
  const state = states.find((known) => known === options.state);
  const limit = Number(options.limit);
  if ((options.state !== undefined && state === undefined) || !(limit >= 1 && limit <= 10_000)) {
    complain(`--state takes ${states.join(', ')}; --limit a number from 1 to 10000`);
    return Promise.resolve(WRONG);
  }
  return withTools(options, async ({ outbox, storage }) => {
    const jobs = await outbox.list({ state, place, kind, limit });
    const counts = await outbox.counts({ place, kind });
    if (options.json) {
      printJson({ jobs: jobs.map(shownJob), counts });
      return FINE;
    }
    const sums = states.flatMap((of) => {
      const sum = counts.filter((count) => count.state === of).reduce((total, count) => total + count.jobs, 0);
      return sum === 0 ? [] : [`${sum} ${of}`];
    });
    if (state !== undefined && jobs.length === 0) {
      print(state === 'dead' ? 'No dead letters.' : `No jobs are ${state}.`);
      return FINE;
    }
    print(sums.length === 0 ? 'Nothing is waiting.' : `${sums.join(', ')}.`);
    if (jobs.length === 0) return FINE;
    const numbers = new Map<string, string>();
    for (const id of new Set(jobs.flatMap((job) => wordsOf(job).id ?? []))) {
      const found = await storage.applications.find(id);
      if (found !== undefined) numbers.set(id, `#${found.shortId}`);
    }
    const rows = jobs.map((job) => [
      job.id,
      job.waitsFor === undefined ? job.state : `waiting for ${job.waitsFor}`,
      [job.kind, wordsOf(job).letter ?? []].flat().join(' '),
      shownDestination(job.destination, numbers.get(wordsOf(job).id ?? '')),
      utcText(job.dueAt),
      String(job.attempt),
      job.code ?? job.receipt?.words ?? job.receipt?.id ?? '',
    ]);
    print(columns([['id', 'state', 'kind', 'to', 'due (UTC)', 'attempts', 'fault or answer'], ...rows]));
    return FINE;
  });
};

/** Returns the application that a job is about and the letter that it sends, if its payload names them. */
function wordsOf({ payload }: JobView): { readonly id?: string; readonly letter?: string } {
  const found = shownPayload(payload);
  if (typeof found !== 'object' || found === null) return {};
  const { id, letter } = found as { readonly id?: unknown; readonly letter?: unknown };
  return {
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof letter === 'string' ? { letter } : {}),
  };
}

const LONG_HASH = /[0-9a-f]{64}/;

/**
 * Shows a destination with the number of the application, `email #12`, instead of the hash of an address; without a number, the
 * hash's beginning.
 */
const shownDestination = (destination: string, number: string | undefined): string =>
  LONG_HASH.test(destination)
    ? destination.replace(/:?[0-9a-f]{64}/, (hash) => (number === undefined ? `${hash.slice(0, 9)}…` : ` ${number}`))
    : [destination, number ?? []].flat().join(' ');

export const showJob = (id: string, options: CommonOptions): Promise<Exit> =>
  withTools(options, async ({ outbox }) => {
    const job = await outbox.show(id);
    if (job === undefined) return refused(options, 'unknown', `There is no job ${id}.`);
    printJson(shownJob(job));
    return FINE;
  });

export interface RetryOptions extends CommonOptions {
  readonly all?: boolean;
  readonly release?: boolean;
}

/**
 * Retries one job; with `--all` every dead letter and every parked item of the inbox; with `--release` the jobs that a restore
 * holds back.
 */
export const retryJobs = (id: string | undefined, options: RetryOptions): Promise<Exit> => {
  if ([id !== undefined, options.all === true, options.release === true].filter(Boolean).length !== 1) {
    complain(
      'Name one job, or say --all (every dead letter, and events that could not be handled) or --release (what a restore holds back).',
    );
    return Promise.resolve(WRONG);
  }
  return withTools(options, async ({ outbox, retryAllDead }) => {
    if (options.release) {
      const jobs = await outbox.releaseHeld();
      if (options.json) printJson({ ok: true, retried: jobs });
      else print(jobs === 0 ? 'Nothing was held back.' : `Let go: ${counted(jobs, 'job')}.`);
      return FINE;
    }
    if (id === undefined) {
      const { jobs, events } = await retryAllDead();
      if (options.json) printJson({ ok: true, retried: jobs, events });
      else print(backInLine(jobs, events));
      return FINE;
    }
    const { refusal } = await outbox.retry(id);
    if (refusal !== undefined) return refused(options, refusal, sentences[refusal](id));
    if (options.json) printJson({ ok: true, retried: 1 });
    else print(`Job ${id} is back in line.`);
    return FINE;
  });
};

function backInLine(jobs: number, events: number): string {
  const back = [
    ...(jobs > 0 ? [counted(jobs, 'job')] : []),
    ...(events > 0 ? [`${counted(events, 'event')} from the homeserver`] : []),
  ];
  return back.length === 0 ? 'Nothing was given up.' : `Back in line: ${back.join(', ')}.`;
}

export const dropJob = (id: string, options: CommonOptions): Promise<Exit> =>
  withTools(options, async ({ outbox }) => {
    const result = await outbox.drop(id);
    if (result !== 'dropped') return refused(options, result, sentences[result](id));
    if (options.json) printJson({ ok: true });
    else print(`Job ${id} is dropped.`);
    return FINE;
  });

const sentences = {
  unknown: (id: string) => `There is no job ${id}.`,
  'not-dead': (id: string) => `Job ${id} is not a dead letter: it is in line already, or done.`,
  cleared: (id: string) => `Job ${id} is too old: its content is gone.`,
  leased: (id: string) => `Job ${id} is being done right now.`,
  done: (id: string) => `Job ${id} is done.`,
} as const;

function refused(options: CommonOptions, refusal: string, sentence: string): Exit {
  if (options.json) printJson({ ok: false, refusal });
  else complain(sentence);
  return REFUSED;
}
