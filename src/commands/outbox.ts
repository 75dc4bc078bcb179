import { knownKinds, knownPlaces } from '../app/jobs-in-words.ts';
import type { OutboxTools } from '../app/outbox-tools.ts';
import { counted } from '../kernel/counted.ts';
import { type Exit, FINE, REFUSED, WRONG } from './exit.ts';
import { columns, complain, print, printJson, utcText } from './print.ts';
import { states } from './states.ts';
import type { CommonOptions } from './with-config.ts';
import { withOutbox } from './with-tools.ts';

type JobView = Awaited<ReturnType<OutboxTools['outbox']['list']>>[number];
type Counts = Awaited<ReturnType<OutboxTools['outbox']['counts']>>;
type Paused = Awaited<ReturnType<OutboxTools['pausedPlaces']>>[number];

interface Described {
  readonly job: JobView;
  readonly words: Awaited<ReturnType<OutboxTools['words']['describe']>>;
}

/** Jobs carry ids and no secrets. As a precaution, values whose name sounds like a secret are hidden. */
const secretName = /token|secret|password|code|link/i;

function shownJob({ job: { payload, ...job }, words }: Described): Readonly<Record<string, unknown>> {
  return { ...job, ...words, payload: shownPayload(payload) };
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
  const wrong = [
    ...notOne('--state', options.state, states),
    ...notOne('--place', place, knownPlaces),
    ...notOne('--kind', kind, knownKinds),
    ...(limit >= 1 && limit <= 10_000 ? [] : ['--limit takes a number from 1 to 10000']),
  ];
  if (wrong.length > 0) {
    complain(wrong.join('\n'));
    return Promise.resolve(WRONG);
  }
  return withOutbox(options, async ({ outbox, words, pausedPlaces }) => {
    const found = await outbox.list({ state, place, kind, limit });
    const said = await words.describeAll(found);
    const jobs = found.flatMap((job, index): readonly Described[] => {
      const own = said[index];
      return own === undefined ? [] : [{ job, words: own }];
    });
    const counts = await outbox.counts({ place, kind });
    const paused = (await pausedPlaces()).filter((each) => jobs.some(({ job }) => waitsFor(job) === each.place));
    if (options.json) printJson({ jobs: jobs.map(shownJob), counts, paused });
    else print([...listed(jobs, counts, state), ...paused.map(pauseSentence)].join('\n'));
    return FINE;
  });
};

/** The place that has to work before this job goes on, if it waits for one. */
const waitsFor = ({ state, waitsFor: other, destination }: JobView): string | undefined =>
  state === 'waiting' ? (other ?? destination.slice(0, destination.indexOf(':'))) : undefined;

const pauseSentence = ({ place, since, sentence, remedy }: Paused): string =>
  `What is for ${place} waits since ${utcText(since)} UTC: ${sentence}. ${remedy ?? ''}`.trim();

function listed(jobs: readonly Described[], counts: Counts, state: string | undefined): readonly string[] {
  if (state !== undefined && jobs.length === 0) {
    return [state === 'dead' ? 'No dead letters.' : `No jobs are ${state}.`];
  }
  const sums = states.flatMap((of) => {
    const sum = counts.filter((count) => count.state === of).reduce((total, count) => total + count.jobs, 0);
    return sum === 0 ? [] : [`${sum} ${of}`];
  });
  const idle = jobs.filter(({ words }) => words.idle !== undefined).length;
  const rows = jobs.map(({ job, words }) => [
    ...[String(job.number), shownState(job), [words.what, words.idle ?? []].flat().join('; ')],
    ...[utcText(job.dueAt), String(job.attempt), resultOf(job)],
  ]);
  return [
    sums.length === 0 ? 'Nothing is waiting.' : `${sums.join(', ')}.`,
    ...(idle === 0
      ? []
      : [
          `${idle} of the jobs below ${idle === 1 ? 'is' : 'are'} void: nothing will happen by ${idle === 1 ? 'it' : 'them'}.`,
        ]),
    ...(jobs.length === 0
      ? []
      : [columns([['no.', 'state', 'what', 'due (UTC)', 'attempts', 'fault or answer'], ...rows])]),
  ];
}

/** A job that is over says how it ended, because a letter that was refused is not done. */
function shownState({ state, code, waitsFor: other }: JobView): string {
  if (state === 'done') return code === 'refused' || code === 'dropped' ? code : code === 'nothing' ? 'void' : 'done';
  return other === undefined ? state : `waiting for ${other}`;
}

function resultOf({ state, code, receipt }: JobView): string {
  const said = receipt?.words ?? receipt?.id;
  return [...(state === 'done' ? [] : [code ?? []].flat()), ...(said === undefined ? [] : [said])].join(': ');
}

const notOne = (option: string, given: string | undefined, known: readonly string[]): readonly string[] =>
  given === undefined || known.includes(given) ? [] : [`${option} takes ${known.join(', ')}`];

export const showJob = (id: string, options: CommonOptions): Promise<Exit> =>
  withOutbox(options, async ({ outbox, words }) => {
    const job = await outbox.show(id);
    if (job === undefined) return refused(options, 'unknown', `There is no job ${id}.`);
    printJson(shownJob({ job, words: await words.describe(job) }));
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
  return withOutbox(options, async ({ outbox, retryAllDead }) => {
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
  withOutbox(options, async ({ outbox, words }) => {
    const job = await outbox.show(id);
    const { result, told } = await outbox.drop(id);
    if (result !== 'dropped') return refused(options, result, sentences[result](id));
    if (options.json) printJson({ ok: true, told });
    else {
      const what = job === undefined ? '' : ` (${(await words.describe(job)).what})`;
      print(`Job ${id}${what} is given up for good.${told > 0 ? ' The team room is told.' : ''}`);
    }
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
