import { checkClock } from '../../homeserver/check-clock.ts';
import { checkWelcomeRooms } from '../../homeserver/check-welcome-rooms.ts';
import { makeSenderDevice } from '../../homeserver/device.ts';
import { makeInstanceStep } from '../../homeserver/instance-step.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import type { StepNeeds } from '../../homeserver/step-needs.ts';
import { teamRoomChecks } from '../../homeserver/team-room/check-team-room.ts';
import { bad, type CheckAfter, type CheckLine } from '../../kernel/check-line.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Step } from '../../kernel/step.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import { StorageRefusal } from '../../storage/refusal.ts';
import { clientOptions, homeserverGroup, stepNeedsOf, teamRoomGroup } from '../homeserver-steps.ts';
import type { Loaded } from '../loaded.ts';
import type { Runtime } from '../open-database.ts';
import { provisionerOf } from '../provisioners.ts';
import { instanceOf } from '../this-machine.ts';
import { openTools } from '../tools.ts';
import { voterRule } from '../voter-rule.ts';
import { checkSteps } from './check-steps.ts';
import { openPingListener } from './ping-listener.ts';

/** From "does it answer" to "who may vote now"; what depends on something that is not right is left out. Changes nothing. */
export async function checkMatrix(loaded: Loaded, runtime: Runtime): Promise<readonly CheckLine[]> {
  const { config, registration } = loaded;
  const { clock, log } = runtime;
  await using client = await openHomeserverClient(clientOptions(loaded, runtime));
  const needs = stepNeedsOf(loaded, client);
  const provisioner = provisionerOf(config);
  const { directory } = provisioner.open({ client, welcomeRooms: [], log });

  const device = makeSenderDevice({ client, memory: noMemory, clock });
  const homeserver = homeserverGroup(loaded, needs, device, await instanceStep(loaded, runtime, needs));
  const teamNeeds = { ...needs, directory, log };
  const teamRoom = teamRoomGroup(loaded, teamNeeds);

  const { room, voters, encryptedRoom, welcomeRooms, admin } = config.registration;
  await using listener = await openPingListener(config.appservice.listen, registration.hsToken);
  const checks: readonly CheckAfter[] = [
    ...provisioner.checks(client),
    { after: 'homeserver', run: () => checkClock(config.homeserver.url, clock) },
    ...(listener.state === 'impossible'
      ? [{ after: 'homeserver', run: async () => [cannotListen(needs.listen)] }]
      : []),
    ...teamRoomChecks(
      {
        ...{ ...teamNeeds, room, encryptedRoom, voters: voterRule(voters), clock },
        ...(admin === undefined ? {} : { admin }),
      },
      teamRoom,
    ),
    { after: 'display-name', run: () => checkWelcomeRooms(client, room, welcomeRooms) },
  ];
  return await checkSteps([homeserver, teamRoom], checks, new AbortController().signal);
}

/** Is our database the one that acts? Nothing to ask while there is none; what is wrong with it has a line of its own. */
async function instanceStep(loaded: Loaded, runtime: Runtime, needs: StepNeeds): Promise<Step | undefined> {
  try {
    await using tools = await openTools(loaded, runtime, false);
    return makeInstanceStep(needs, { id: await instanceOf(tools.storage), takeOver: false }).step;
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

/** A check changes nothing, so there is nothing to remember. */
const noMemory: MemoryStore = { recall: async () => undefined, remember: async () => undefined };
