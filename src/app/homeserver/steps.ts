import type { HomeserverClient, HomeserverClientOptions } from '../../homeserver/client.ts';
import type { SenderDevice } from '../../homeserver/device.ts';
import type { StepNeeds } from '../../homeserver/step-needs.ts';
import { homeserverSteps } from '../../homeserver/steps.ts';
import type { Step, StepGroup } from '../../kernel/step.ts';
import type { Runtime } from '../open-database.ts';
import { type Appservice, senderOf } from './appservice.ts';
import { provisionerOf } from './provisioners.ts';

/** Name of the step group of the homeserver: it can be reached, knows Porter, gives it its rights, and lets this database act. */
export const HOMESERVER_STEPS = 'homeserver';

const adminUrlOf = ({ homeserver: { url, adminUrl } }: Appservice): string => adminUrl ?? url;

/** Returns how to reach the homeserver, for `openHomeserverClient`. */
export const clientOptions = (appservice: Appservice, { clock, log }: Pick<Runtime, 'clock' | 'log'>) =>
  ({
    clientUrl: appservice.homeserver.url,
    adminApi: provisionerOf(appservice).adminApi(adminUrlOf(appservice)),
    asToken: appservice.file.asToken,
    sender: senderOf(appservice),
    clock,
    log,
  }) satisfies HomeserverClientOptions;

/** Returns what the steps of the homeserver need. @param client not guarded by the gate */
export function stepNeedsOf(appservice: Appservice, client: HomeserverClient): StepNeeds {
  const { listen } = appservice.appservice;
  const { id, url, aliases } = appservice.file;
  return {
    client,
    urls: { client: appservice.homeserver.url, admin: adminUrlOf(appservice) },
    registration: { id, url, reserves: (alias) => aliases.some(({ regex }) => regex.test(alias)) },
    listen: `${listen.host}:${listen.port}`,
    faults: provisionerOf(appservice).faults,
  };
}

/** Returns the steps of the homeserver, the same for `serve` and `check`. @param instance undefined without a database */
export const homeserverGroup = (
  appservice: Appservice,
  needs: StepNeeds,
  device: SenderDevice,
  instance: Step | undefined,
): StepGroup => ({
  name: HOMESERVER_STEPS,
  steps: homeserverSteps(needs, {
    provisioner: provisionerOf(appservice).steps(needs),
    device,
    displayName: 'Porter',
    ...(instance && { instance }),
  }),
});
