import type { TeamRoom } from '../ports/team-room.ts';
import { inert, unpinged } from './inert.ts';
import { type SayOnceNeeds, sayOnce } from './say-once.ts';
import { noThread, replyInRoom, sentence } from './team-jobs.ts';

/** Why no notification leaves by a channel, in words for operators. Holds no secret. */
export interface ChannelStop {
  /** When it was found. Epoch milliseconds. */
  readonly since: number;
  /** Whole sentences, with the next step. */
  readonly why: string;
}

/** Characters. */
const LONGEST_WHY = 500;

export interface SayChannelStopNeeds extends SayOnceNeeds {
  readonly room: Pick<TeamRoom, 'current'>;
}

/**
 * Says in the team room that a channel has stopped, once for each stop, and its end, if its beginning was said there. Repeatable, also
 * after a restart; does nothing while no room is known.
 *
 * @param stop `over`: it works
 */
export type SayChannelStop = (channel: string, stop: ChannelStop | 'over') => Promise<void>;

export const makeSayChannelStop =
  (needs: SayChannelStopNeeds): SayChannelStop =>
  async (channel, stop) => {
    const roomId = needs.room.current();
    if (roomId === undefined) return;
    await sayOnce(needs, roomId, {
      name: `team.channel-stop.${channel}`,
      what: (began) => (stop === 'over' ? '' : began || String(stop.since)),
      job({ before, what, now }) {
        const cause = `channel:${channel}:${roomId}:${what || `${before}:over`}`;
        const name = unpinged(channel);
        const said =
          stop === 'over'
            ? sentence('room.channel.over', { channel: name })
            : sentence('room.channel.stopped', { channel: name, time: stop.since, why: inert(stop.why, LONGEST_WHY) });
        return replyInRoom(cause, roomId, noThread, said, now);
      },
    });
  };
