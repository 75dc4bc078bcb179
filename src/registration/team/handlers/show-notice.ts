import { type Clock, SECOND } from '../../../kernel/clock.ts';
import { fingerprint } from '../../../kernel/fingerprint.ts';
import { type EventId, parseEventId, parseRoomId, type RoomId, type UserId } from '../../../kernel/matrix-id.ts';
import {
  done,
  type JobHandler,
  type JobPayload,
  type JobResult,
  later,
  nothing,
  unreadable,
} from '../../../outbox/job.ts';
import type { AddJobs } from '../../../ports/add-jobs.ts';
import type { RoomPoster } from '../../../ports/room-poster.ts';
import type { Application } from '../../application.ts';
import { textOf } from '../../handlers/payload.ts';
import type { ApplicationStore } from '../../ports/application-store.ts';
import type { TeamRoom } from '../../ports/team-room.ts';
import type { VoteStore } from '../../ports/vote-store.ts';
import { showNotice } from '../../rules/jobs.ts';
import { type NoticeSettings, peopleOn, renderNotice } from '../notice/render-notice.ts';
import { peopleNamed } from '../people.ts';
import { editMessage, message } from '../room-message.ts';
import type { RoomText } from '../room-text.tsx';
import { replyInRoom } from '../team-jobs.ts';
import type { VoteCounter } from '../vote-counter.ts';
import { noRoomYet } from './no-room-yet.ts';
import { postOnce } from './post-once.ts';

export interface ShowNoticeNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'audit'>;
  readonly votes: Pick<VoteStore, 'findNotice' | 'keepPosted' | 'lastShown'>;
  readonly room: Pick<TeamRoom, 'current' | 'votersLately' | 'displayNameOf' | 'stopped' | 'eventState'>;
  readonly poster: RoomPoster;
  readonly counter: Pick<VoteCounter, 'recount'>;
  readonly jobs: AddJobs;
  readonly settings: NoticeSettings;
  readonly clock: Clock;
}

/** Shortest time between two edits of a notice: people do not look at it more often. */
export const BETWEEN_EDITS = 5 * SECOND;
/** After this time Porter checks again whether the room may see applications. */
const WHILE_STOPPED = 15 * SECOND;

/**
 * What the first attempt froze. For a repeated transaction ID the homeserver returns the old event, so nothing of it may
 * change.
 */
interface Frozen extends Record<string, JobPayload[string]> {
  readonly room: string;
  readonly round: number;
  readonly version: number;
  /** The notice that is edited; null for the notice itself. */
  readonly edits: string | null;
  readonly content: JobPayload;
  /** Its fingerprint. */
  readonly said: string;
}

/**
 * Job `registration.show-notice`: the live notice of the present round, or its next edit; shows the newest version when it runs.
 * After the notice itself the reactions are read once, because people may have been quicker than our memory of its event ID.
 */
export function makeShowNotice(needs: ShowNoticeNeeds): JobHandler {
  const { applications, votes, room, counter, jobs, settings, clock } = needs;
  async function render(found: Application): Promise<RoomText> {
    // Only shown here, so a recent result is good enough: the count asked the room a moment ago, and a change of voters brings
    // the next edit.
    const voters = 'votes' in found && found.votes.length > 0 ? await room.votersLately() : nobody;
    const people = await peopleNamed(room, peopleOn(found, voters));
    const provedAt = (await applications.audit(found.id)).find(({ what }) => what === 'prove')?.at;
    return renderNotice(found, { voters, people, provedAt }, settings);
  }

  async function post(frozen: Frozen, job: Parameters<JobHandler>[0], signal: AbortSignal): Promise<JobResult> {
    const roomId = parseRoomId(frozen.room);
    const id = String(job.payload['id']);
    if (roomId === undefined) throw unreadable('A frozen notice names no room');
    const { round, version, edits, content, said } = frozen;
    const kind = edits === null ? 'notice' : 'edit';
    const posting = {
      roomId,
      type: 'm.room.message',
      content,
      kind,
      applicationId: id,
      round,
      version,
      fingerprint: said,
    } as const;
    const eventId = await postOnce(posting, job, signal, needs);
    if (eventId === 'gone') {
      // The notice to be edited is gone. Counting its votes finds that out too, and begins a new round if the application waits.
      await counter.recount(id);
      return nothing;
    }
    if (eventId === undefined || kind === 'edit') return done({ id: eventId });
    await endRoundBefore(id, round, roomId, eventId);
    await counter.recount(id);
    return done({ id: eventId });
  }

  /** Says under the earlier notice that its reactions count no more. */
  async function endRoundBefore(id: string, round: number, roomId: RoomId, notice: EventId): Promise<void> {
    const earlier = round > 1 ? await votes.findNotice(id, round - 1) : undefined;
    if (earlier === undefined || earlier.roomId !== roomId || earlier.eventId === notice) return;
    if ((await room.eventState(earlier.eventId)) === 'gone') return;
    const reply = { what: 'sentence', key: 'room.thread.roundOver', values: {} } as const;
    const thread = { root: earlier.eventId, replyTo: undefined };
    await jobs.add([replyInRoom(`round-over:${id}:${round}`, roomId, thread, reply, clock.now())]);
  }

  return async (job, tools) => {
    const found = await applications.find(textOf(job, 'id'));
    if (found === undefined || found.stage === 'submitted') return nothing;
    const roomId = room.current();
    if (roomId === undefined) throw noRoomYet();

    if (job.frozen !== undefined) {
      // Made by this handler, and read back as it was written.
      const frozen = job.frozen as Frozen;
      const outlived = frozen.room !== roomId || frozen.round !== found.round;
      const result = outlived ? nothing : await post(frozen, job, tools.signal);
      if (outlived || frozen.version < found.version) await jobs.add([showNotice(found, clock.now())]);
      return result;
    }

    const notice = await votes.findNotice(found.id, found.round);
    // The notice is in another room: an application that waits gets a new round here, and a decided one is told by letter.
    if (notice !== undefined && notice.roomId !== roomId) return nothing;
    if (notice === undefined && (found.stage === 'withdrawn' || found.stage === 'expired')) return nothing;
    // A room that outsiders can enter must not see who applies.
    if ((await room.stopped()) !== undefined) return later(clock.now() + WHILE_STOPPED);

    const last = await votes.lastShown(found.id, found.round);
    const isShown = notice !== undefined && last !== undefined && last.version >= found.version;
    const text = await render(found);
    const said = fingerprint(text.body);
    // Without a new version, an edit says something new only if other people may vote now.
    if (isShown && last.fingerprint === said) return nothing;
    // The clock has been moved back since an edit that was sent "in the future": do not wait for that time.
    const sinceLast = last === undefined ? BETWEEN_EDITS : clock.now() - last.at;
    if (notice !== undefined && sinceLast >= 0 && sinceLast < BETWEEN_EDITS) {
      return later(clock.now() + BETWEEN_EDITS - sinceLast);
    }

    const target = notice === undefined ? null : parseEventId(notice.eventId);
    if (target === undefined) throw unreadable('A stored notice has no event ID');
    const content = target === null ? message(text) : editMessage(text, target);
    const { round, version } = found;
    const frozen = await tools.freeze<Frozen>({ room: roomId, round, version, edits: target, content, said });
    return await post(frozen, job, tools.signal);
  };
}

const nobody: ReadonlySet<UserId> = new Set();
