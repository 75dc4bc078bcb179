import type { Clock } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { Application, Stage } from '../application.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { GivenUpJob, GivenUpJobs } from '../ports/given-up-jobs.ts';
import { sayInThread } from '../rules/jobs.ts';
import { isPlainLetter, sayUndelivered } from '../rules/undelivered.ts';
import type { RoomKey } from './room-key.ts';

export interface SayGivenUpNeeds {
  readonly givenUp: GivenUpJobs;
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly jobs: AddJobs;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds after which done jobs are deleted. A job given up longer ago is not told of, as it may have been already. */
  readonly remembered: number;
}

/**
 * Says in the thread of an application that it will not go on by itself, once each time its job is given up, and that a letter did
 * not arrive, once per letter. Repeatable. Throws `Fault`.
 */
export type SayGivenUp = () => Promise<void>;

/** Stages that end only when their job is done: without a word, applications would stay there unnoticed once it is given up. */
const ends: Readonly<Record<string, { readonly stage: Stage; readonly what: RoomKey } | undefined>> = {
  'registration.create-account': { stage: 'approved', what: 'room.thread.accountGivenUp' },
  'registration.send-refusal': { stage: 'declined', what: 'room.thread.refusalGivenUp' },
};

export function makeSayGivenUp({ givenUp, applications, jobs, clock, remembered }: SayGivenUpNeeds): SayGivenUp {
  /** The application that the job was for, if it is still in the same stage entry. */
  async function stillThere({ at, payload }: GivenUpJob): Promise<Application | undefined> {
    if (!isObject(payload) || at <= clock.now() - remembered) return undefined;
    const { id, entry } = payload;
    const found = typeof id === 'string' ? await applications.find(id) : undefined;
    return found?.entry === entry ? found : undefined;
  }

  async function sentence(job: GivenUpJob): Promise<NewJob | undefined> {
    const { id, kind, at, payload } = job;
    const end = Object.hasOwn(ends, kind) ? ends[kind] : undefined;
    const letter = kind === 'registration.send-letter' && isObject(payload) ? payload['letter'] : undefined;
    if (end === undefined && !isPlainLetter(letter)) return undefined;
    const found = await stillThere(job);
    if (found === undefined) return undefined;
    if (isPlainLetter(letter)) return sayUndelivered(found, letter, { givenUp: job.number }, job, clock.now());
    if (found.stage !== end?.stage) return undefined;
    const said = sayInThread(found, end.what, { id: found.shortId, job: job.number }, clock.now());
    return { ...said, key: `say:given-up:${id}:${at}` };
  }

  return async () => {
    const said: NewJob[] = [];
    for await (const job of givenUp.all()) {
      const one = await sentence(job);
      if (one !== undefined) said.push(one);
    }
    if (said.length > 0) await jobs.add(said);
  };
}
