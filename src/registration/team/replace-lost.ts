import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { PostedEvent, VoteStore } from '../ports/vote-store.ts';
import { AGAIN_AFTER } from '../rules/jobs.ts';
import { noThread, replyInRoom, sentence } from './team-jobs.ts';

export interface ReplaceLostNeeds {
  readonly applications: Pick<ApplicationStore, 'audit'>;
  readonly votes: Pick<VoteStore, 'markRemoved'>;
  readonly room: Pick<TeamRoom, 'current'>;
  readonly advance: Advance;
  readonly jobs: AddJobs;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/**
 * Starts a new round for a waiting application whose live notice was removed. At most once an hour for each application: a room
 * that deletes messages at once would otherwise get notice after notice without end. Returns whether it did; if not, the room is told
 * once, `/readyz` and `porter check` name the application, and the next look back replaces the notice.
 */
export async function replaceLost(
  found: Application,
  { eventId }: Pick<PostedEvent, 'eventId'>,
  needs: ReplaceLostNeeds,
): Promise<boolean> {
  const { applications, votes, room, advance, jobs, clock, log } = needs;
  const now = clock.now();
  const replaced = (await applications.audit(found.id)).findLast(
    (entry) => entry.what === 'new-round' && entry.why === 'notice-removed',
  );
  // The clock may have been put back since.
  if (replaced !== undefined && Math.abs(now - replaced.at) < AGAIN_AFTER) {
    await votes.markRemoved(eventId, now);
    log.warn('a notice was removed twice within an hour: it is not posted again yet', { application: found.shortId });
    const roomId = room.current();
    if (roomId === undefined) return false;
    // The same key for all applications: a room that deletes all of them is told once.
    await jobs.add([replyInRoom(`too-quick:${roomId}`, roomId, noThread, sentence('room.removedTooQuickly'), now)]);
    return false;
  }
  log.warn('a live notice is not in the room any more: voting starts again', { application: found.shortId });
  return (await advance(found.id, { kind: 'new-round', why: 'notice-removed' }, found)).ok;
}
