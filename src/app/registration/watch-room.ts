import type { TeamRoomKeeper } from '../../homeserver/team-room/team-room.ts';
import { HOUR } from '../../kernel/clock.ts';
import type { Gate } from '../../kernel/gate.ts';
import type { EndWithoutAccount } from '../../registration/end-without-account.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Runtime } from '../open-database.ts';
import { makeRepeater } from '../repeater.ts';
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
      await endWithoutAccount();
    },
    clock,
    log,
    ending.signal,
  );
  const recount = makeRepeater('counting again', () => team.roomChanged(), clock, log, ending.signal);
  // `/readyz` must say at once when somebody opened the room to strangers or removed Porter from it.
  const lookAgain = makeRepeater('looking again', async () => void (await steps.look()), clock, log, ending.signal);
  const saying = makeRepeater(
    'saying what is wrong',
    async () => {
      const { next, ready } = steps.state(TEAM_ROOM_STEPS);
      if (ready) await team.sayTrouble(undefined);
      // Only said if it can be said now: later it may no longer be true.
      else if (next !== undefined && saidInRoom.has(next.code) && gate.mayAct() === 'yes') await team.sayTrouble(next);
    },
    clock,
    log,
    ending.signal,
  );
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
  const beat = (async () => {
    for (;;) {
      await clock.sleep(LOOK_BACK_EVERY, ending.signal);
      if (ending.signal.aborted) return;
      // Otherwise it catches up as soon as the room can be reached.
      if (steps.state(TEAM_ROOM_STEPS).ready) catchUp.ask();
    }
  })();
  running.defer(async () => {
    for (const end of forget) end();
    ending.abort();
    await Promise.all([beat, teamRoom.stop(), catchUp.idle(), recount.idle(), lookAgain.idle(), saying.idle()]);
  });
}
