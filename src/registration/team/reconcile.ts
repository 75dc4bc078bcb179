import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import { forEachApplication } from '../each-application.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { VoteStore } from '../ports/vote-store.ts';
import { showNotice } from '../rules/jobs.ts';
import { votingStages } from './live-votes.ts';
import type { VoteCounter } from './vote-counter.ts';

export interface ReconcileNeeds {
  readonly applications: Pick<ApplicationStore, 'list' | 'find' | 'audit'>;
  readonly votes: Pick<VoteStore, 'findNotice' | 'unposted'>;
  readonly room: Pick<TeamRoom, 'current'>;
  readonly jobs: AddJobs;
  readonly clock: Pick<Clock, 'now'>;
  readonly counter: Pick<VoteCounter, 'recount'>;
  readonly advance: Advance;
  readonly log: Logger;
}

/**
 * Call it at the start, after every outage, and now and then. Reads the reactions of every open application's notice once, so that its
 * votes are what the room says, and makes sure that each waiting application has a notice on which people can vote: one that the room
 * has lost, or that stands in a room that is no longer the team room, is posted again. Repeatable; throws `Fault`.
 */
export type Reconcile = () => Promise<void>;

type StartNewRoundNeeds = Pick<ReconcileNeeds, 'applications' | 'votes' | 'room' | 'advance' | 'log'>;

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
    await forEachApplication(needs.applications, votingStages, needs.log, async ({ id }) => {
      await counter.recount(id);
    });
    await postMissing(needs);
  };
}

/** Posts notices whose job was given up or dropped. One that still waits, for its day or for the room, keeps its time. */
async function postMissing({
  applications,
  votes,
  jobs,
  clock,
}: Pick<ReconcileNeeds, 'applications' | 'votes' | 'jobs' | 'clock'>): Promise<void> {
  for (const { id, teamAt, why } of await votes.unposted()) {
    // `replaceLost` says when that is posted again.
    if (why === 'removed') continue;
    const found = await applications.find(id);
    if (found?.stage === 'waiting') await jobs.add([showNotice(found, Math.max(clock.now(), teamAt))]);
  }
}

export function makeStartNewRound(needs: StartNewRoundNeeds): StartNewRound {
  const { applications, votes, room, advance, log } = needs;

  async function standsElsewhere({ id, round }: Application): Promise<boolean> {
    const notice = await votes.findNotice(id, round);
    return notice !== undefined && notice.roomId !== room.current();
  }

  return async (why) => {
    if (room.current() === undefined && why === 'room-moved') return;
    await forEachApplication(applications, ['waiting'], log, async (application) => {
      if (why === 'restored' || (await standsElsewhere(application))) {
        await advance(application.id, { kind: 'new-round', why });
      }
    });
  };
}
