import { checkSteps } from '../../../src/app/check/check-steps.ts';
import { teamRoomChecks } from '../../../src/homeserver/team-room/check-team-room.ts';
import type { TeamRoomCheckNeeds } from '../../../src/homeserver/team-room/check-voters.ts';
import { recallRoom } from '../../../src/homeserver/team-room/remembered-room.ts';
import { teamRoomSteps } from '../../../src/homeserver/team-room/steps.ts';
import type { CheckLine } from '../../../src/kernel/check-line.ts';
import { DAY } from '../../../src/kernel/clock.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import type { RoomAlias, RoomId, UserId } from '../../../src/kernel/matrix-id.ts';
import { alias, type Rig } from './rig.ts';

export interface RoomLook
  extends Partial<Pick<TeamRoomCheckNeeds, 'voters' | 'quorum' | 'decideWithin' | 'encryptedRoom'>> {
  readonly room?: RoomAlias | RoomId;
  readonly admin?: UserId | undefined;
  /** What `registration.yaml` reserves; every alias unless told. */
  readonly reserves?: (alias: string) => boolean;
}

/** What `porter check` says of the team room, with the memory of the rig as its database. */
export function lookAtRoom(rig: Rig, look: RoomLook = {}): Promise<readonly CheckLine[]> {
  const { room = alias, admin, reserves = () => true } = look;
  const needs: TeamRoomCheckNeeds = {
    ...{ ...rig.stepNeeds, directory: rig.directory, room, log: silentLog },
    ...{ registration: { ...rig.stepNeeds.registration, reserves }, ...(admin && { admin }) },
    ...{ voters: look.voters ?? { kind: 'everyone-local' }, encryptedRoom: look.encryptedRoom ?? 'allow' },
    ...{ quorum: look.quorum ?? { approve: 1, decline: 1 }, decideWithin: look.decideWithin ?? 30 * DAY },
    known: () => recallRoom(rig.memory, room),
  };
  const group = teamRoomSteps(needs);
  const { signal } = new AbortController();
  return checkSteps([{ name: 'team-room', steps: group.steps }], teamRoomChecks(needs, group), signal);
}

/** The codes of what is not fine. */
export const worst = (lines: readonly CheckLine[]) =>
  lines.filter(({ level }) => level !== 'fine').map(({ code }) => code);
