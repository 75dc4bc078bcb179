import type { TeamRoom } from '../ports/team-room.ts';
import { type SayOnceNeeds, sayOnce } from './say-once.ts';
import { noThread, replyInRoom, sentence } from './team-jobs.ts';

/** Something outside Porter that is wrong, in words for operators. Holds no secret. */
export interface TroubleToSay {
  readonly code: string;
  readonly sentence: string;
  /** The one next step. */
  readonly remedy: string;
}

export interface SayTroubleNeeds extends SayOnceNeeds {
  readonly room: Pick<TeamRoom, 'current'>;
}

/**
 * Says in the team room why no account can be made and what to do, once in each room until `undefined` says that it is mended.
 * Repeatable; does nothing while no room is known.
 */
export type SayTrouble = (trouble: TroubleToSay | undefined) => Promise<void>;

export const makeSayTrouble =
  (needs: SayTroubleNeeds): SayTrouble =>
  async (trouble) => {
    const roomId = needs.room.current();
    if (roomId === undefined) return;
    await sayOnce(needs, roomId, {
      name: 'team.trouble-said',
      what: () => trouble?.code ?? '',
      job({ what, now }) {
        if (trouble === undefined) return undefined;
        const reply = sentence('room.trouble', { sentence: trouble.sentence, remedy: trouble.remedy });
        return replyInRoom(`trouble:${roomId}:${what}:${now}`, roomId, noThread, reply, now);
      },
    });
  };
