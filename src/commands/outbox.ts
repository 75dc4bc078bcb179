import { targetsByDestination } from '../app/notifications/targets.ts';
import { counted } from '../kernel/counted.ts';
import { type Exit, FINE, REFUSED, WRONG } from './exit.ts';
import { isConfirmed } from './outbox/is-confirmed.ts';
import { jobTable, shownJob } from './outbox/shown-job.ts';
import { complain, print, printJson } from './print.ts';
import { type CommonOptions, wrong } from './with-config.ts';
import { withOutbox } from './with-tools.ts';

export const showJob = (id: string, options: CommonOptions): Promise<Exit> =>
  withOutbox(options, async ({ outbox, words }, { config }) => {
    const job = await outbox.show(id);
    if (job === undefined) return refused(options, 'unknown', `There is no job ${id}.`);
    const targets = targetsByDestination(config).get(job.destination) ?? [];
    const shown = { job, words: await words.describe(job), targets };
    if (options.json) printJson({ ...shownJob(shown), targets });
    else print(jobTable(shown));
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
    ...(events > 0 ? [`${counted(events, 'event')} from the homeserver or a channel`] : []),
  ];
  return back.length === 0 ? 'Nothing was given up.' : `Back in line: ${back.join(', ')}.`;
}

export interface DropOptions extends CommonOptions {
  readonly yes?: boolean;
}

export const dropJob = (id: string, options: DropOptions): Promise<Exit> =>
  withOutbox(options, async ({ outbox, words }) => {
    const job = await outbox.show(id);
    if (job !== undefined && !options.yes) {
      const { what: named } = await words.describe(job);
      if (options.json || !process.stdin.isTTY)
        return wrong(options, `Job ${id} (${named}) would be given up for good: say --yes.`);
      print(`To be given up for good: job ${id} (${named})`);
      if (!(await isConfirmed())) return REFUSED;
    }
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
  refused: (id: string) =>
    `The service refused job ${id} for good: its content was deleted. porter outbox show ${id} has the reason; once that is mended, send it again.`,
  bounced: (id: string) =>
    `Job ${id} was delivered and refused afterwards: its content was deleted when it was delivered. If it is still true, send it again.`,
  cleared: (id: string) => `Job ${id} is too old: its content is gone.`,
  leased: (id: string) => `Job ${id} is being done right now.`,
  done: (id: string) => `Job ${id} is done.`,
} as const;

function refused(options: CommonOptions, refusal: string, sentence: string): Exit {
  if (options.json) printJson({ ok: false, refusal });
  else complain(sentence);
  return REFUSED;
}
