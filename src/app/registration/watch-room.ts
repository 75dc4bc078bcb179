import type { TeamRoomKeeper } from '../../homeserver/team-room/team-room.ts';
import type { Gate } from '../../kernel/gate.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Runtime } from '../open-database.ts';
import { makeRepeater } from '../repeater.ts';
import type { ShutdownGroup } from '../shutdown-group.ts';
import type { Steps } from '../steps/watch-steps.ts';
import { TEAM_ROOM_STEPS } from './steps.ts';
import type { Team } from './team.ts';

/**
 * Found while Porter is inside and can speak: nobody but the log would tell the team otherwise. All other troubles come before it
 * is known whether this database may speak, or with a homeserver that cannot be asked.
 */
const saidInRoom: ReadonlySet<string> = new Set(['homeserver.mas', 'homeserver.not-admin']);

export interface WatchedRoom {
  readonly steps: Steps;
  readonly gate: Gate;
  readonly teamRoom: TeamRoomKeeper;
}

/** What has to be done each time the team room can be reached again, has moved or has other members. */
export function watchRoom(
  running: Pick<ShutdownGroup, 'defer'>,
  { steps, gate, teamRoom }: WatchedRoom,
  team: Team,
  { meta }: Storage,
  { clock, log }: Runtime,
): void {
  const ending = new AbortController();
  const catchUp = makeRepeater(
    'catching up with the team room',
    async () => {
      await team.greet();
      await teamRoom.readTimeline();
      if (await meta.pendingNewRound()) {
        await team.startNewRound('restored');
        await meta.clearPendingNewRound();
      }
      await team.reconcile();
      await team.roomChanged();
    },
    clock,
    log,
    ending.signal,
  );
  const recount = makeRepeater('counting again', () => team.roomChanged(), clock, log, ending.signal);
  // A room that was opened to strangers, or that Porter was sent out of, is to be seen on `/readyz` at once.
  const lookAgain = makeRepeater('looking again', async () => void (await steps.look()), clock, log, ending.signal);
  const saying = makeRepeater(
    'saying what is wrong',
    async () => {
      const { next, ready } = steps.state(TEAM_ROOM_STEPS);
      if (ready) await team.sayTrouble(undefined);
      // Kept for later it would be wrong by then.
      else if (next !== undefined && saidInRoom.has(next.code) && gate.mayAct() === 'yes') await team.sayTrouble(next);
    },
    clock,
    log,
    ending.signal,
  );
  const forget = [
    steps.onReady(TEAM_ROOM_STEPS, () => catchUp.ask()),
    // Decisions may be stopped from the start on, and then nothing else tells the people in the room.
    steps.onChange(() => {
      if (steps.state(TEAM_ROOM_STEPS).next?.step === 'decisions') recount.ask();
      saying.ask();
    }),
    teamRoom.onMoved(() => catchUp.ask()),
    teamRoom.onChange(() => {
      recount.ask();
      lookAgain.ask();
    }),
  ];
  running.defer(async () => {
    for (const end of forget) end();
    ending.abort();
    await Promise.all([teamRoom.stop(), catchUp.rest(), recount.rest(), lookAgain.rest(), saying.rest()]);
  });
}
