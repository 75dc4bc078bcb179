import type { Clock } from '../../../kernel/clock.ts';
import { type EventId, parseEventId, parseRoomId, type RoomId } from '../../../kernel/matrix-id.ts';
import { done, type Job, type JobHandler, later, nothing, unreadable } from '../../../outbox/job.ts';
import type { RoomPoster } from '../../../ports/room-poster.ts';
import { endedStages } from '../../application.ts';
import { numberOf, textOf } from '../../handlers/payload.ts';
import type { ApplicationStore } from '../../ports/application-store.ts';
import type { TeamRoom } from '../../ports/team-room.ts';
import type { VoteStore } from '../../ports/vote-store.ts';
import { markKey } from '../reaction-key.ts';
import { reaction } from '../room-message.ts';
import { noRoomYet } from './no-room-yet.ts';
import { postOnce } from './post-once.ts';
import { untilPosted } from './until-posted.ts';

export interface ReactToNoticeNeeds {
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly votes: Pick<VoteStore, 'findNotice' | 'keepPosted'>;
  readonly room: Pick<TeamRoom, 'current'>;
  readonly poster: RoomPoster;
  readonly clock: Clock;
}

interface Target {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly applicationId: string | undefined;
  readonly round: number;
}

/**
 * Job `registration.react-to-notice`: ✅ or ❌ on the notice of a round (payload `id`, `round`, `mark`), or on another event of
 * Porter's (`target`, `room`, `mark`), so that people only have to tap. Waits until the notice is posted; does nothing when its
 * round is over, or the room has lost the event.
 */
export function makeReactToNotice(needs: ReactToNoticeNeeds): JobHandler {
  const { applications, votes, room, clock } = needs;

  async function targetOf(job: Job): Promise<Target | 'later' | 'over'> {
    const { target, room: named } = job.payload;
    if (target !== undefined || named !== undefined) {
      const eventId = parseEventId(target);
      const roomId = parseRoomId(named);
      if (eventId === undefined || roomId === undefined) throw unreadable('A mark does not say for which event it is');
      return { eventId, roomId, applicationId: undefined, round: 0 };
    }
    const [id, round] = [textOf(job, 'id'), numberOf(job, 'round')];
    const found = await applications.find(id);
    if (found === undefined || found.round !== round) return 'over';
    const notice = await votes.findNotice(found.id, found.round);
    if (notice === undefined) return endedStages.includes(found.stage) ? 'over' : 'later';
    return { eventId: notice.eventId, roomId: notice.roomId, applicationId: found.id, round: found.round };
  }

  return async (job, tools) => {
    const here = room.current();
    if (here === undefined) throw noRoomYet();
    const mark = textOf(job, 'mark');
    const target = await targetOf(job);
    if (target === 'over') return nothing;
    if (target === 'later') return later(untilPosted(job, clock.now()));
    const { eventId: on, roomId, applicationId, round } = target;
    if (roomId !== here) return nothing;

    const { content } = await tools.freeze({ content: reaction(on, markKey(mark)) });
    const posting = { roomId, type: 'm.reaction', content, kind: 'mark', applicationId, round } as const;
    const posted = await postOnce(posting, job, tools.signal, needs);
    return posted === 'gone' ? nothing : done({ id: posted });
  };
}
