import type { TeamRoomKeeper } from '../../homeserver/team-room/team-room.ts';
import { HOUR } from '../../kernel/clock.ts';
import type { Gate } from '../../kernel/gate.ts';
import type { EndWithoutAccount } from '../../registration/end-without-account.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Runtime } from '../open-database.ts';
import { startRepeater } from '../repeater.ts';
import type { ShutdownGroup } from '../shutdown-group.ts';
import type { Steps } from '../steps/watch-steps.ts';
import { TEAM_ROOM_STEPS } from './steps.ts';
import type { Team } from './team.ts';

/**
 * Codes of troubles that Porter reports in the team room. With any other trouble it cannot post there: the homeserver cannot be
 * asked, or it is not known yet whether this database may act.
 */
const saidInRoom: ReadonlySet<string> = new Set(['homeserver.mas', 'homeserver.not-admin', 'homeserver.passwords-off']);

export interface WatchedRoom {
  readonly steps: Steps;
  readonly gate: Gate;
  readonly teamRoom: TeamRoomKeeper;
}

/** Retention and people also remove things while nothing is out of order. */
const LOOK_BACK_EVERY = 6 * HOUR;

/**
 * Catches up each time the team room can be reached again or has moved, and every six hours: reads what was missed, and compares what
 * Porter made with what is still there. Counts votes again when the members of the room change.
 */
export function watchRoom(
  running: Pick<ShutdownGroup, 'defer'>,
  { steps, gate, teamRoom }: WatchedRoom,
  team: Team,
  endWithoutAccount: EndWithoutAccount,
  { meta }: Storage,
  runtime: Runtime,
): void {
  const repeat = (name: string, work: () => Promise<void>, everyMs?: number) =>
    startRepeater(running, { name, work, everyMs }, runtime);
  const catchUp = repeat('catching up with the team room', async () => {
    await team.greet();
    await teamRoom.readTimeline();
    if (await meta.pendingNewRound()) {
      await team.startNewRound('restored');
      await meta.clearPendingNewRound();
    }
    await team.reconcile();
    await team.roomChanged();
    await endWithoutAccount();
  });
  const recount = repeat('counting again', () => team.roomChanged());
  // `/readyz` must say at once when somebody opened the room to strangers or removed Porter from it.
  const lookAgain = repeat('looking again', async () => void (await steps.look()));
  const saying = repeat('saying what is wrong', async () => {
    const { next, ready } = steps.state(TEAM_ROOM_STEPS);
    if (ready) await team.sayTrouble(undefined);
    // Only said if it can be said now: later it may no longer be true.
    else if (next !== undefined && saidInRoom.has(next.code) && gate.mayAct() === 'yes') await team.sayTrouble(next);
  });
  // While the room cannot be reached there is no need: it catches up as soon as it can be.
  const lookBack = async () => {
    if (steps.state(TEAM_ROOM_STEPS).ready) catchUp.ask();
  };
  repeat('looking back', lookBack, LOOK_BACK_EVERY);
  const forget = [
    steps.onReady(TEAM_ROOM_STEPS, () => catchUp.ask()),
    // If decisions are stopped at the start already, only this recount tells the people in the room.
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
    await teamRoom.stop();
  });
}
