import { checkWelcomeRooms } from '../../homeserver/rooms/check-welcome-rooms.ts';
import { teamRoomChecks } from '../../homeserver/team-room/check-team-room.ts';
import { recallRoom } from '../../homeserver/team-room/remembered-room.ts';
import { teamRoomSteps } from '../../homeserver/team-room/steps.ts';
import type { TeamRoomKeeper } from '../../homeserver/team-room/team-room.ts';
import { explainMissedRoom } from '../../registration/explain-missed-room.ts';
import type { MissedRoom } from '../../registration/ports/welcome-rooms.ts';
import { HOMESERVER_STEPS } from '../homeserver/steps.ts';
import type { OpenPart } from '../open-part.ts';
import type { Looking, PartSteps } from '../part-checks.ts';
import type { RegistrationConfig } from './config.ts';
import { voterRule } from './voter-rule.ts';

/** Name of the step group of the team room: Porter is in the room, and decisions are possible there. */
export const TEAM_ROOM_STEPS = 'team-room';

/** The open part, with its team room for the steps. */
export interface OpenRegistration extends OpenPart {
  readonly teamRoom: TeamRoomKeeper;
}

/** Returns the steps of the team room, the same for `serve` and `check`. */
export function registrationSteps(
  { registration }: RegistrationConfig,
  { homeserver, runtime: { log } }: Looking,
  opened?: OpenRegistration,
): PartSteps {
  // Never undefined for this part, because its `needs` list the homeserver.
  if (homeserver === undefined) return { groups: [] };
  const { room, admin, encryptedRoom, voters, welcomeRooms } = registration;
  const { needs, directory, memory } = homeserver;
  const asking = {
    ...{
      ...needs,
      directory,
      log,
      room,
      encryptedRoom,
      voters: voterRule(voters),
      known: () => recallRoom(memory, room),
    },
    ...(admin === undefined ? {} : { admin }),
  };
  const { approvals: approve, declines: decline, decideWithin } = registration;
  const quorum = { approve, decline };
  const steps = teamRoomSteps({ ...asking, ...(opened && { keeper: opened.teamRoom }) });
  return {
    groups: [{ name: TEAM_ROOM_STEPS, after: HOMESERVER_STEPS, steps: steps.steps }],
    checks: [
      ...teamRoomChecks({ ...asking, quorum, decideWithin }, steps),
      {
        after: 'display-name',
        async run() {
          // The room that Porter is in now, not the one that the configured ID once was.
          const teamRoom = (await recallRoom(memory, room)).remembered ?? room;
          const explain = (missed: MissedRoom) => explainMissedRoom('en', missed);
          return await checkWelcomeRooms({ client: needs.client, directory, teamRoom, rooms: welcomeRooms, explain });
        },
      },
    ],
  };
}
