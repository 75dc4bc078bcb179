import { checkWelcomeRooms } from '../../homeserver/check-welcome-rooms.ts';
import { teamRoomChecks } from '../../homeserver/team-room/check-team-room.ts';
import { teamRoomSteps } from '../../homeserver/team-room/steps.ts';
import type { TeamRoomKeeper } from '../../homeserver/team-room/team-room.ts';
import { HOMESERVER_STEPS } from '../homeserver/steps.ts';
import type { Looking, OpenPart, PartSteps } from '../part.ts';
import type { RegistrationConfig } from './config.ts';
import { voterRule } from './voter-rule.ts';

/** What the door needs: Porter in the team room, and decisions possible there. */
export const TEAM_ROOM_STEPS = 'team-room';

/** The open part, with the room as it keeps it. */
export interface OpenRegistration extends OpenPart {
  readonly teamRoom: TeamRoomKeeper;
}

/** The steps of the team room, the same for `serve` and `check`. */
export function registrationSteps(
  { registration }: RegistrationConfig,
  { homeserver, runtime: { clock, log } }: Looking,
  opened?: OpenRegistration,
): PartSteps {
  // The configuration promises one; without it nothing of the room can be asked.
  if (homeserver === undefined) return { groups: [] };
  const { room, admin, encryptedRoom, voters, welcomeRooms } = registration;
  const { needs, directory } = homeserver;
  const asking = { ...needs, directory, log, room, encryptedRoom, ...(admin === undefined ? {} : { admin }) };
  const steps = teamRoomSteps({ ...asking, ...(opened && { keeper: opened.teamRoom }) });
  return {
    groups: [{ name: TEAM_ROOM_STEPS, after: HOMESERVER_STEPS, steps: steps.steps }],
    checks: [
      ...teamRoomChecks({ ...asking, voters: voterRule(voters), clock }, steps),
      { after: 'display-name', run: () => checkWelcomeRooms(needs.client, room, welcomeRooms) },
    ],
  };
}
