import type { Clock } from '../../kernel/clock.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import { saidHere, saidIn } from './said-in-room.ts';
import { noThread, replyInRoom, sentence } from './team-jobs.ts';

/** Something outside Porter that is wrong, in words for operators. Holds no secret. */
export interface TroubleToSay {
  readonly code: string;
  readonly sentence: string;
  /** The one next step. */
  readonly remedy: string;
}

export interface SayTroubleNeeds {
  readonly room: Pick<TeamRoom, 'current'>;
  readonly memory: MemoryStore;
  readonly jobs: AddJobs;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Says in the team room why no account can be made and what to do, once in each room until `undefined` says that it is mended.
 * Repeatable; does nothing while no room is known.
 */
export type SayTrouble = (trouble: TroubleToSay | undefined) => Promise<void>;

const SAID = 'team.trouble-said';

export function makeSayTrouble({ room, memory, jobs, clock }: SayTroubleNeeds): SayTrouble {
  return async (trouble) => {
    const roomId = room.current();
    if (roomId === undefined) return;
    const said = saidIn(roomId, await memory.recall(SAID));
    const code = trouble?.code ?? '';
    if (said === code) return;
    if (trouble !== undefined) {
      const cause = `trouble:${roomId}:${code}:${clock.now()}`;
      const reply = sentence('room.trouble', { sentence: trouble.sentence, remedy: trouble.remedy });
      await jobs.add([replyInRoom(cause, roomId, noThread, reply, clock.now())]);
    }
    await memory.remember(SAID, code === '' ? '' : saidHere(roomId, code));
  };
}
