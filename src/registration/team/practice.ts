import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import { SAID, type SayOnceNeeds, sayOnce } from './say-once.ts';
import { practiceNotice } from './team-jobs.ts';

export interface GreetRoomNeeds extends SayOnceNeeds {
  readonly room: Pick<TeamRoom, 'current'>;
}

/** Posts the practice notice when Porter is in a team room for the first time. Repeatable; does nothing while no room is known. */
export type GreetRoom = () => Promise<void>;

export const makeGreetRoom =
  (needs: GreetRoomNeeds): GreetRoom =>
  async () => {
    const roomId = needs.room.current();
    if (roomId === undefined) return;
    const job = ({ now }: { readonly now: number }) => practiceNotice(roomId, now);
    await sayOnce(needs, roomId, { name: 'team.greeted', what: () => SAID, job });
  };

/** Asks the running server to post the practice notice again, for `porter check --practice`. Resolves with the job's key. */
export type RepeatPractice = () => Promise<string>;

export const makeRepeatPractice =
  ({ jobs, ids, clock }: { readonly jobs: AddJobs; readonly ids: Ids; readonly clock: Clock }): RepeatPractice =>
  async () => {
    const job = practiceNotice(ids.next(), clock.now());
    await jobs.add([job]);
    return job.key;
  };
