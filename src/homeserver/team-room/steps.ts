import type { Logger } from '../../kernel/log.ts';
import type { RoomAlias, RoomId, UserId } from '../../kernel/matrix-id.ts';
import { type Step, type Trouble, troubleOf } from '../../kernel/step.ts';
import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import { makeHomeserverStep } from '../make-step.ts';
import type { StepNeeds } from '../step-needs.ts';
import { findNamed, followUpgrades, notInside, whyOutside } from './find-room.ts';
import { maySendTrouble } from './may-send.ts';
import type { RoomState } from './room-state.ts';
import { teamRoomSentences } from './sentences.ts';
import { stopReason } from './stop-reason.ts';
import type { RoomTrouble, RoomTroubleCode, TeamRoomKeeper } from './team-room.ts';

export interface TeamRoomStepNeeds extends StepNeeds {
  readonly directory: Directory;
  /** As configured. */
  readonly room: RoomAlias | RoomId;
  /** `registration.admin` */
  readonly admin?: UserId;
  readonly encryptedRoom: 'allow' | 'refuse';
  /** The room as the running Porter keeps it; left out by `porter check`, which only looks. */
  readonly keeper?: Pick<TeamRoomKeeper, 'enter' | 'stopped'>;
  readonly log: Logger;
}

export interface TeamRoomSteps {
  readonly steps: readonly Step[];
  /** The state of the room as the last `look` of the steps saw it. */
  readonly seen: () => RoomState | undefined;
}

/** `serve` makes or joins the room by itself. */
const byItself: ReadonlySet<RoomTroubleCode> = new Set(['not-made', 'invited']);

/** Porter is in the team room and may speak there, and decisions may be taken in it. */
export function teamRoomSteps(needs: TeamRoomStepNeeds): TeamRoomSteps {
  const { room, admin, keeper } = needs;
  const values = { room, sender: needs.client.sender, ...(admin === undefined ? {} : { admin }) };
  let seen: RoomState | undefined;

  const explain = (found: RoomTrouble | undefined): Trouble | undefined =>
    found && {
      ...troubleOf(teamRoomSentences, `team-room.${found.code}`, { ...values, ...found }),
      ...(byItself.has(found.code) && { byItself: true }),
    };

  const explainStop = (reason: Awaited<ReturnType<TeamRoomKeeper['stopped']>>): Trouble | undefined =>
    reason && troubleOf(teamRoomSentences, `team-room.${reason}`, values);

  const entered = makeHomeserverStep(needs, {
    ...{ name: 'team-room', part: 'team room' },
    fine: () => `Porter is in ${room} (version ${seen?.version}) and may send messages and reactions there.`,
    async look(client) {
      const found = await lookForRoom(client, needs);
      seen = found.ok ? found.state : undefined;
      return explain(found.ok ? maySendTrouble(found.state, client.sender) : found.trouble);
    },
    ...(keeper && { ensure: async () => explain(await keeper.enter()) }),
  });

  const decisions = makeHomeserverStep(needs, {
    ...{ name: 'decisions', part: 'team room', fine: () => 'It is entered by invitation, so its votes count.' },
    look: async ({ sender }) => explainStop(seen && stopReason(seen, sender, needs.encryptedRoom)),
    ...(keeper && { ensure: async () => explainStop(await keeper.stopped()) }),
  });

  return { steps: [entered, decisions], seen: () => seen };
}

/** Looks at the room without making, joining or changing anything. */
async function lookForRoom(client: HomeserverClient, { directory, room, log }: TeamRoomStepNeeds) {
  const named = (await findNamed(client, room)) ?? notInside('not-made', room);
  if (typeof named !== 'string') return named;
  const asking = { directory, sender: client.sender, log };
  return await followUpgrades(
    asking,
    named,
    async (visited) => (await whyOutside({ client, directory }, visited)) ?? notInside('invited', visited.roomId),
  );
}
