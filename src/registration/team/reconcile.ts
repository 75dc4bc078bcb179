import type { Logger } from '../../kernel/log.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { VoteStore } from '../ports/vote-store.ts';
import { forEach, votingStages } from './open-applications.ts';
import type { VoteCounter } from './vote-counter.ts';

export interface ReconcileNeeds {
  readonly applications: Pick<ApplicationStore, 'list'>;
  readonly votes: Pick<VoteStore, 'findNotice'>;
  readonly room: Pick<TeamRoom, 'current'>;
  readonly counter: Pick<VoteCounter, 'recount'>;
  readonly advance: Advance;
  readonly log: Logger;
}

/**
 * Call it at the start and after every outage. Reads the reactions of every open application's notice once, so that its votes
 * are what the room says. Posts notices again that stand in a room that is no longer the team room. Repeatable; throws `Fault`.
 */
export type Reconcile = () => Promise<void>;

/**
 * Gives waiting applications a new notice; from then on only votes on that one count. `room-moved`: only applications whose notice
 * stands in another room, so a repeat does nothing. `restored`: all of them, so it must be called once.
 */
export type StartNewRound = (why: 'room-moved' | 'restored') => Promise<void>;

export function makeReconcile({ counter, ...needs }: ReconcileNeeds): Reconcile {
  const startNewRound = makeStartNewRound(needs);
  return async () => {
    if (needs.room.current() === undefined) return;
    await startNewRound('room-moved');
    await forEach(needs.applications, votingStages, needs.log, ({ id }) => counter.recount(id));
  };
}

export function makeStartNewRound(needs: Omit<ReconcileNeeds, 'counter'>): StartNewRound {
  const { applications, votes, room, advance, log } = needs;

  async function standsElsewhere({ id, round }: Application): Promise<boolean> {
    const notice = await votes.findNotice(id, round);
    return notice !== undefined && notice.roomId !== room.current();
  }

  return async (why) => {
    if (room.current() === undefined && why === 'room-moved') return;
    await forEach(applications, ['waiting'], log, async (application) => {
      if (why === 'restored' || (await standsElsewhere(application))) {
        await advance(application.id, { kind: 'new-round', why });
      }
    });
  };
}
