import type { Clock } from '../../../kernel/clock.ts';
import type { Gone } from '../../../kernel/gone.ts';
import type { EventId, RoomId } from '../../../kernel/matrix-id.ts';
import type { Job } from '../../../outbox/job.ts';
import type { MatrixContent, RoomPoster } from '../../../ports/room-poster.ts';
import type { PostedEvent, VoteStore } from '../../ports/vote-store.ts';

export interface PostOnceNeeds {
  readonly poster: RoomPoster;
  readonly votes: Pick<VoteStore, 'keepPosted'>;
  readonly clock: Clock;
}

/** What is posted, and what its row says. Without an application it belongs to no round. */
export interface Posting
  extends Pick<PostedEvent, 'kind'>,
    Partial<Pick<PostedEvent, 'round' | 'version' | 'fingerprint'>> {
  readonly roomId: RoomId;
  readonly type: 'm.room.message' | 'm.reaction';
  /** As frozen by the first attempt. */
  readonly content: MatrixContent;
  readonly applicationId?: string | undefined;
}

/**
 * Sends the one event of this job and keeps its row; a repeat with the same job changes nothing. Returns undefined for a reaction
 * that was there already, because Porter then posted no event. Posts nothing and returns `gone` when the room has lost the event that
 * this one relates to. Throws `Fault`.
 */
export async function postOnce(
  { roomId, type, content, kind, applicationId, round = 0, version = 0, fingerprint }: Posting,
  { id: jobId, firstTriedAt }: Job,
  signal: AbortSignal,
  { poster, votes, clock }: PostOnceNeeds,
): Promise<EventId | Gone | undefined> {
  const eventId = await poster.send({ roomId, type, content, jobId, firstTriedAt }, signal);
  if (eventId === undefined || eventId === 'gone') return eventId;
  const at = clock.now();
  await votes.keepPosted({ eventId, roomId, applicationId, kind, round, jobId, version, at, fingerprint });
  return eventId;
}
