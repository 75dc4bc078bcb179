import { checkClock } from '../../homeserver/check-clock.ts';
import { makeSenderDevice } from '../../homeserver/device.ts';
import { makeInstanceStep } from '../../homeserver/instance-step.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import { bad, type CheckAfter, type CheckLine } from '../../kernel/check-line.ts';
import { Fault } from '../../kernel/fault.ts';
import type { StepGroup } from '../../kernel/step.ts';
import { noMemory } from '../../ports/memory-store.ts';
import { StorageRefusal } from '../../storage/refusal.ts';
import { configuredParts } from '../config.ts';
import { type Appservice, appserviceOf } from '../homeserver/appservice.ts';
import { provisionerOf } from '../homeserver/provisioners.ts';
import { clientOptions, homeserverGroup, stepNeedsOf } from '../homeserver/steps.ts';
import { instanceOf } from '../homeserver/this-machine.ts';
import type { Loaded } from '../load-config.ts';
import type { Runtime } from '../open-database.ts';
import type { Looking } from '../part-checks.ts';
import { openTools } from '../tools.ts';
import { checkSteps } from './check-steps.ts';
import { openPingListener } from './ping-listener.ts';

/** Looks at the same steps as `serve`, and runs the checks that only `porter check` has. Changes nothing. */
export async function checkParts(loaded: Loaded, runtime: Runtime): Promise<readonly CheckLine[]> {
  const appservice = appserviceOf(loaded);
  await using opened = new AsyncDisposableStack();
  const ground = appservice && (await lookAtHomeserver(appservice, loaded, runtime, opened));
  const looking: Looking = { runtime, homeserver: ground?.homeserver };
  const ofParts = configuredParts(loaded.config).flatMap(({ part, config }) => part.steps?.(config, looking) ?? []);
  return await checkSteps(
    [...(ground ? [ground.group] : []), ...ofParts.flatMap(({ groups }) => groups)],
    [...(ground?.checks ?? []), ...ofParts.flatMap(({ checks = [] }) => checks)],
    new AbortController().signal,
  );
}

interface LookedAt {
  readonly homeserver: NonNullable<Looking['homeserver']>;
  readonly group: StepGroup;
  readonly checks: readonly CheckAfter[];
}

async function lookAtHomeserver(
  appservice: Appservice,
  loaded: Loaded,
  runtime: Runtime,
  opened: AsyncDisposableStack,
): Promise<LookedAt> {
  const { clock, log } = runtime;
  const database = await databaseIfThere(loaded, runtime, opened);
  const client = opened.use(await openHomeserverClient(clientOptions(appservice, runtime)));
  const needs = stepNeedsOf(appservice, client);
  const provisioner = provisionerOf(appservice);
  const device = makeSenderDevice({ client, memory: noMemory, clock });
  const listener = opened.use(await openPingListener(appservice.appservice.listen, appservice.file.hsToken));
  return {
    homeserver: { needs, directory: provisioner.open({ client, log }).directory, memory: database?.memory ?? noMemory },
    group: homeserverGroup(appservice, needs, device, database && makeInstanceStep(needs, database).step),
    checks: [
      ...provisioner.checks(needs),
      { after: 'homeserver', run: () => checkClock(appservice.homeserver.url, clock) },
      ...(listener.state === 'impossible'
        ? [{ after: 'homeserver', run: async () => [cannotListen(needs.listen)] }]
        : []),
    ],
  };
}

/** What the steps read of the database. Undefined if it cannot be read: `checkDatabase` says why. */
async function databaseIfThere(loaded: Loaded, runtime: Runtime, opened: AsyncDisposableStack) {
  try {
    const { storage } = opened.use(await openTools(loaded, runtime, false));
    return { memory: storage.memory, ...(await instanceOf(storage, false)) };
  } catch (error) {
    if (error instanceof Fault || error instanceof StorageRefusal) return undefined;
    throw error;
  }
}

const cannotListen = (listen: string) =>
  bad('appservice', {
    code: 'appservice.listen',
    sentence: `Porter cannot listen on ${listen}.`,
    remedy: 'Set appservice.listen to an address of this machine.',
  });
