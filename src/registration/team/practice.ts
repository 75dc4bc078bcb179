import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import { practiceNotice } from './team-jobs.ts';

export interface GreetRoomNeeds {
  readonly room: Pick<TeamRoom, 'current'>;
  readonly memory: MemoryStore;
  readonly jobs: AddJobs;
  readonly clock: Clock;
}

/** Posts the practice notice when Porter is in a team room for the first time. Repeatable; does nothing while no room is known. */
export type GreetRoom = () => Promise<void>;

export function makeGreetRoom({ room, memory, jobs, clock }: GreetRoomNeeds): GreetRoom {
  return async () => {
    const roomId = room.current();
    if (roomId === undefined || (await memory.recall('team.greeted')) === roomId) return;
    await jobs.add([practiceNotice(roomId, clock.now())]);
    await memory.remember('team.greeted', roomId);
  };
}

/** Asks the running server to post the practice notice again, for `porter check --practice`. Resolves with the job's key. */
export type RepeatPractice = () => Promise<string>;

export const makeRepeatPractice =
  ({ jobs, ids, clock }: { readonly jobs: AddJobs; readonly ids: Ids; readonly clock: Clock }): RepeatPractice =>
  async () => {
    const job = practiceNotice(ids.next(), clock.now());
    await jobs.add([job]);
    return job.key;
  };
