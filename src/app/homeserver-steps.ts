import type { HomeserverClient, HomeserverClientOptions } from '../homeserver/client.ts';
import type { SenderDevice } from '../homeserver/device.ts';
import type { StepNeeds } from '../homeserver/step-needs.ts';
import { homeserverSteps } from '../homeserver/steps.ts';
import { type TeamRoomStepNeeds, type TeamRoomSteps, teamRoomSteps } from '../homeserver/team-room/steps.ts';
import type { Step, StepGroup } from '../kernel/step.ts';
import type { Loaded } from './loaded.ts';
import type { Runtime } from './open-database.ts';
import { provisionerOf } from './provisioners.ts';
import { senderOf } from './sender.ts';

/** What every Porter with a homeserver needs: reached, registered, with its rights, and the one that acts. */
export const HOMESERVER_STEPS = 'homeserver';
/** What the door needs: Porter in the team room, and decisions possible there. */
export const TEAM_ROOM_STEPS = 'team-room';

const adminUrlOf = ({ url, adminUrl }: Loaded['config']['homeserver']): string => adminUrl ?? url;

/** How the homeserver is reached, for `openHomeserverClient`. */
export const clientOptions = (loaded: Loaded, { clock, log }: Pick<Runtime, 'clock' | 'log'>) =>
  ({
    clientUrl: loaded.config.homeserver.url,
    adminApi: provisionerOf(loaded.config).adminApi(adminUrlOf(loaded.config.homeserver)),
    asToken: loaded.registration.asToken,
    sender: senderOf(loaded),
    clock,
    log,
  }) satisfies HomeserverClientOptions;

/** @param client not guarded by the gate */
export function stepNeedsOf({ config, registration }: Loaded, client: HomeserverClient): StepNeeds {
  const { homeserver, appservice } = config;
  return {
    client,
    urls: { client: homeserver.url, admin: adminUrlOf(homeserver) },
    registration: { id: registration.id, url: registration.url },
    listen: `${appservice.listen.host}:${appservice.listen.port}`,
    faults: provisionerOf(config).faults,
  };
}

/** The steps of the homeserver, the same for `serve` and `check`. @param instance left out where there is no database */
export const homeserverGroup = (
  { config }: Pick<Loaded, 'config'>,
  needs: StepNeeds,
  device: SenderDevice,
  instance: Step | undefined,
): StepGroup => ({
  name: HOMESERVER_STEPS,
  steps: homeserverSteps(needs, {
    provisioner: provisionerOf(config).steps(needs),
    device,
    displayName: 'Porter',
    ...(instance && { instance }),
  }),
});

/** The steps of the team room, the same for `serve` and `check`. */
export function teamRoomGroup(
  { config }: Pick<Loaded, 'config'>,
  needs: StepNeeds & Pick<TeamRoomStepNeeds, 'directory' | 'keeper' | 'log'>,
): StepGroup & Pick<TeamRoomSteps, 'seen'> {
  const { room, admin, encryptedRoom } = config.registration;
  return {
    ...{ name: TEAM_ROOM_STEPS, after: HOMESERVER_STEPS },
    ...teamRoomSteps({ ...needs, room, encryptedRoom, ...(admin === undefined ? {} : { admin }) }),
  };
}
