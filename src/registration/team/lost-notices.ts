import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import type { EventState } from '../../ports/room-poster.ts';
import type { Application } from '../application.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { VoteStore } from '../ports/vote-store.ts';

export interface LostNoticesNeeds {
  readonly applications: Pick<ApplicationStore, 'list'>;
  readonly votes: Pick<VoteStore, 'findNotice'>;
  /** The room in which Porter was last. */
  readonly current: RoomId | undefined;
  readonly eventState: (roomId: RoomId, eventId: EventId) => Promise<EventState>;
}

/** The newest; a running Porter looks at all of them. */
const MOST_ASKED = 100;
/** Questions to the homeserver at a time. */
const AT_A_TIME = 5;

/**
 * Short IDs, ascending, of waiting applications whose notice the team room has lost. A notice in a room that is not the team room any
 * more is none of them: Porter posts it anew as soon as it runs. Throws `Fault`.
 */
export async function findLostNotices(needs: LostNoticesNeeds): Promise<readonly number[]> {
  const { applications, votes, current, eventState } = needs;

  async function isLost({ id, round }: Application): Promise<boolean> {
    const notice = await votes.findNotice(id, round);
    if (notice === undefined || notice.roomId !== current) return false;
    return (await eventState(notice.roomId, notice.eventId)) !== 'whole';
  }

  const waiting = await applications.list(['waiting'], MOST_ASKED);
  const lost: number[] = [];
  for (let at = 0; at < waiting.length; at += AT_A_TIME) {
    const some = waiting.slice(at, at + AT_A_TIME);
    const answers = await Promise.all(some.map(isLost));
    lost.push(...some.filter((_, index) => answers[index]).map(({ shortId }) => shortId));
  }
  return lost.sort((a, b) => a - b);
}
