import type { NewJob } from '../outbox/job.ts';
import type { JobView } from '../outbox/ports/job-desk.ts';
import type { JobsInWords, JobWords, KnownJob } from '../ports/job-words.ts';
import { parsePayload } from '../storage/outbox/job-rows.ts';
import { channelNames } from './channels.ts';
import { allParts } from './config.ts';
import type { Database, Runtime } from './open-database.ts';

/** The words of all parts for their jobs. */
export interface AllJobsInWords {
  /** What a job does; a job of no part is called by its kind. */
  describe(job: JobView): Promise<JobWords>;
  /** The same for many, in the same order: page by page, so that few are read at once. */
  describeAll(jobs: readonly JobView[]): Promise<readonly JobWords[]>;
  /** What follows when a person gives up this job. Nothing for one that is over or was given up before. */
  dropped(job: JobView): Promise<readonly NewJob[]>;
}

/** Jobs that are described together. */
const PAGE = 200;

/** Walks over every part, configured or not: the jobs of a part that was turned off are still there. */
export function jobsInWords(database: Database, runtime: Pick<Runtime, 'clock'>): AllJobsInWords {
  const opened = new Map<string, Promise<JobsInWords>>();

  /** The same promise for all jobs of a part. */
  function wordsOf({ kind }: JobView): Promise<JobsInWords> | undefined {
    const part = allParts.find(({ name }) => kind.startsWith(`${name}.`));
    if (part?.jobs === undefined) return undefined;
    const words = opened.get(part.name) ?? part.jobs.inWords(database, runtime);
    opened.set(part.name, words);
    return words;
  }

  async function describePage(jobs: readonly JobView[]): Promise<readonly JobWords[]> {
    const said = new Map<JobView, JobWords | undefined>();
    for (const [words, own] of Map.groupBy(jobs, wordsOf)) {
      const told = await (await words)?.describe(own.map(known));
      for (const [index, job] of own.entries()) said.set(job, told?.[index]);
    }
    return jobs.map((job) => said.get(job) ?? { what: job.kind, idle: undefined });
  }

  async function describeAll(jobs: readonly JobView[]): Promise<readonly JobWords[]> {
    const all: JobWords[] = [];
    for (let from = 0; from < jobs.length; from += PAGE)
      all.push(...(await describePage(jobs.slice(from, from + PAGE))));
    return all;
  }

  return {
    describeAll,
    async describe(job) {
      const [words] = await describeAll([job]);
      return words ?? { what: job.kind, idle: undefined };
    },
    async dropped(job) {
      const words = job.state === 'waiting' || job.state === 'held' ? await wordsOf(job) : undefined;
      return (await words?.dropped(known(job))) ?? [];
    },
  };
}

const known = ({ key, kind, destination, payload, state, dueAt }: JobView): KnownJob => ({
  ...{ key, kind, destination },
  payload: parsePayload(payload),
  dueAt: state === 'waiting' ? dueAt : undefined,
});

/** The places that jobs of any part are for, without further accounts of channels. */
export const knownPlaces: readonly string[] = [
  ...new Set([...channelNames, ...allParts.flatMap(({ jobs }) => jobs?.places ?? [])]),
];

/** The kinds of jobs of all parts. */
export const knownKinds: readonly string[] = allParts.flatMap(({ jobs }) => jobs?.kinds ?? []);
