import type { Clock } from '../../../kernel/clock.ts';
import { parseRoomId } from '../../../kernel/matrix-id.ts';
import { done, type JobHandler, nothing } from '../../../outbox/job.ts';
import type { AddJobs } from '../../../ports/add-jobs.ts';
import type { RoomPoster } from '../../../ports/room-poster.ts';
import { say } from '../../../texts/say.ts';
import type { TeamRoom } from '../../ports/team-room.ts';
import type { VoteStore } from '../../ports/vote-store.ts';
import type { RegistrationSettings } from '../../settings.ts';
import { message } from '../room-message.ts';
import { roomText } from '../room-text.tsx';
import { markEvent } from '../team-jobs.ts';
import { noRoomYet } from './no-room-yet.ts';
import { postOnce } from './post-once.ts';

export interface PracticeNoticeNeeds {
  readonly votes: Pick<VoteStore, 'keepPosted'>;
  readonly room: Pick<TeamRoom, 'current'>;
  readonly poster: RoomPoster;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'teamLanguage' | 'quorum'>;
  readonly clock: Clock;
}

/** Job `registration.practice-notice`: asks people to react, so that one tap proves push, membership, rights and sending. */
export function makePracticeNotice(needs: PracticeNoticeNeeds): JobHandler {
  const { room, jobs, settings, clock } = needs;
  const { teamLanguage: language, quorum } = settings;
  return async (job, tools) => {
    const here = room.current();
    if (here === undefined) throw noRoomYet();
    const values = { approvals: quorum.approve, declines: quorum.decline };
    const text = roomText([
      { kind: 'heading', line: [say(language, 'room.practice.title')] },
      {
        kind: 'lines',
        lines: [[say(language, 'room.practice.body')], [say(language, 'room.practice.quorum', values)]],
      },
    ]);
    const frozen = await tools.freeze({ room: here, content: message(text) });
    const roomId = parseRoomId(frozen.room);
    // The room moved between two attempts: the new room gets a practice notice of its own.
    if (roomId !== here) return nothing;
    const posting = { roomId, type: 'm.room.message', content: frozen.content, kind: 'practice' } as const;
    const eventId = await postOnce(posting, job, tools.signal, needs);
    if (eventId === 'gone') return nothing;
    if (eventId !== undefined) await jobs.add([markEvent(eventId, roomId, '✅', clock.now())]);
    return done({ id: eventId });
  };
}
