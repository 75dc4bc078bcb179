import type { Logger } from '../../kernel/log.ts';
import type { RoomAlias, RoomId, UserId } from '../../kernel/matrix-id.ts';
import { type Step, type Trouble, troubleOf } from '../../kernel/step.ts';
import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import { makeHomeserverStep } from '../make-step.ts';
import type { RoomState } from '../rooms/room-state.ts';
import type { StepNeeds } from '../step-needs.ts';
import { type FoundRoom, findRoom, isInside, type NotInside, notInside } from './find-room.ts';
import { whyOutside } from './may-enter.ts';
import { maySendTrouble } from './may-send.ts';
import type { KnownRoom } from './remembered-room.ts';
import { teamRoomSentences } from './sentences.ts';
import { stopReason } from './stop-reason.ts';
import type { RoomTrouble, RoomTroubleCode, StopReason, TeamRoomKeeper, VoterRule } from './team-room.ts';

export interface TeamRoomStepNeeds extends StepNeeds {
  readonly directory: Directory;
  /** As configured. */
  readonly room: RoomAlias | RoomId;
  /** For a look without `keeper`. */
  readonly known: () => Promise<KnownRoom>;
  /** `registration.admin` */
  readonly admin?: UserId;
  readonly encryptedRoom: 'allow' | 'refuse';
  readonly voters: VoterRule;
  /** The room as the running Porter keeps it; left out by `porter check`, which only looks. */
  readonly keeper?: Pick<TeamRoomKeeper, 'enter' | 'stopped'>;
  readonly log: Logger;
}

/** The team room as a look found it. */
export interface SeenRoom {
  readonly roomId: RoomId;
  readonly state: RoomState;
}

export interface TeamRoomSteps {
  readonly steps: readonly Step[];
  /** What the last `look` of the steps saw. */
  readonly seen: () => SeenRoom | undefined;
}

/** `serve` makes or joins the room by itself. */
const byItself: ReadonlySet<RoomTroubleCode> = new Set(['not-made', 'invited']);

/** Porter is in the team room and may speak there, and decisions may be taken in it. */
export function teamRoomSteps(needs: TeamRoomStepNeeds): TeamRoomSteps {
  const { room, admin, keeper } = needs;
  const values = { room, sender: needs.client.sender, ...(admin === undefined ? {} : { admin }) };
  let seen: SeenRoom | undefined;

  const explain = (found: RoomTrouble | undefined): Trouble | undefined =>
    found && {
      ...troubleOf(teamRoomSentences, `team-room.${found.code}`, { ...values, ...found }),
      ...(byItself.has(found.code) && { byItself: true }),
    };

  const explainStop = (reason: StopReason | undefined, detail = ''): Trouble | undefined =>
    reason && troubleOf(teamRoomSentences, `team-room.${reason}`, { ...values, detail });

  const entered = makeHomeserverStep(needs, {
    ...{ name: 'team-room', part: 'team room' },
    fine: () => `Porter is in ${nameOf(room, seen)} and may send messages and reactions there.`,
    async look(client) {
      const found = await lookForRoom(client, needs);
      seen = found.ok ? found : undefined;
      return explain(found.ok ? maySendTrouble(found.state, client.sender) : found.trouble);
    },
    ...(keeper && { ensure: async () => explain(await keeper.enter()) }),
  });

  const decisions = makeHomeserverStep(needs, {
    ...{ name: 'decisions', part: 'team room', fine: () => 'It is entered by invitation, so its votes count.' },
    look: async ({ sender }) =>
      explainStop(seen && stopReason(seen.state, sender, needs.encryptedRoom), seen?.state.type),
    ...(keeper && { ensure: async () => explainStop(await keeper.stopped()) }),
  });

  return { steps: [entered, decisions], seen: () => seen };
}

/** An ID is that of the first room, which may have been upgraded since. */
function nameOf(room: RoomAlias | RoomId, seen: SeenRoom | undefined): string {
  const version = `version ${seen?.state.version}`;
  const now = seen?.roomId;
  return room.startsWith('!') && now !== room
    ? `${now} (${version}), to which ${room} was upgraded,`
    : `${room} (${version})`;
}

/** Finds the room as `serve` does, without making, joining or changing anything. */
async function lookForRoom(client: HomeserverClient, needs: TeamRoomStepNeeds): Promise<NotInside | FoundRoom> {
  const { directory, room, log, registration } = needs;
  const found = await findRoom({
    client,
    directory,
    room,
    voters: needs.voters,
    log,
    ...(await needs.known()),
  });
  if (found === 'not-made') return notInside(registration.reserves(room) ? 'not-made' : 'alias-not-reserved', room);
  if (!found.ok) return found;
  const outside = await whyOutside({ client, directory }, found);
  if (outside !== undefined) return outside;
  return isInside(found.state, client.sender) ? found : notInside('invited', found.roomId);
}
