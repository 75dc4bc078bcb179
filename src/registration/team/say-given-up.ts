import type { Clock } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { Stage } from '../application.ts';
import type { AddJobs } from '../ports/add-jobs.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { GivenUpJob, GivenUpJobs } from '../ports/given-up-jobs.ts';
import { sayInThread } from '../rules/jobs.ts';
import type { RoomKey } from './room-key.ts';

export interface SayGivenUpNeeds {
  readonly givenUp: GivenUpJobs;
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly jobs: AddJobs;
  readonly clock: Pick<Clock, 'now'>;
  /** How long what was said is remembered, milliseconds: what was given up before is not said again. */
  readonly remembered: number;
}

/** Says in the thread of each application that it will not go on by itself, once each time its job was given up. Repeatable. Throws `Fault`. */
export type SayGivenUp = () => Promise<void>;

/** Stages that have no clock: they end when their job is done, and with the job they would be forgotten. */
const ends: Readonly<Record<string, { readonly stage: Stage; readonly what: RoomKey } | undefined>> = {
  'create-account': { stage: 'approved', what: 'room.thread.accountGivenUp' },
  'send-refusal': { stage: 'declined', what: 'room.thread.refusalGivenUp' },
};

export function makeSayGivenUp({ givenUp, applications, jobs, clock, remembered }: SayGivenUpNeeds): SayGivenUp {
  async function sentence({ id, kind, at, payload }: GivenUpJob): Promise<readonly NewJob[]> {
    const end = Object.hasOwn(ends, kind) ? ends[kind] : undefined;
    if (end === undefined || !isObject(payload) || at <= clock.now() - remembered) return [];
    const { id: about, entry } = payload;
    const found = typeof about === 'string' ? await applications.find(about) : undefined;
    if (found?.stage !== end.stage || found.entry !== entry) return [];
    const said = sayInThread(found, end.what, { id: found.shortId, job: id }, clock.now());
    return [{ ...said, key: `say:given-up:${id}:${at}` }];
  }

  return async () => {
    const said: NewJob[] = [];
    for (const job of await givenUp.list()) said.push(...(await sentence(job)));
    if (said.length > 0) await jobs.add(said);
  };
}
