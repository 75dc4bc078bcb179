import { after, before } from 'node:test';
import { openSteps, type Steps } from '../../../src/app/steps/watch-steps.ts';
import { openAppserviceDoor } from '../../../src/doors/appservice/open-door.ts';
import { makeSelectEvents, roomTypes, type SelectedEvents } from '../../../src/doors/appservice/select-events.ts';
import type { HomeserverClient } from '../../../src/homeserver/client.ts';
import { makeSenderDevice } from '../../../src/homeserver/device.ts';
import type { Directory } from '../../../src/homeserver/directory.ts';
import { makeInstanceStep } from '../../../src/homeserver/instance-step.ts';
import { openHomeserverClient } from '../../../src/homeserver/open-client.ts';
import type { StepNeeds } from '../../../src/homeserver/step-needs.ts';
import { homeserverSteps } from '../../../src/homeserver/steps.ts';
import { synapse as provisioner } from '../../../src/homeserver/synapse/synapse.ts';
import { openTeamRoom } from '../../../src/homeserver/team-room/open-team-room.ts';
import { recallRoom } from '../../../src/homeserver/team-room/remembered-room.ts';
import { teamRoomSteps } from '../../../src/homeserver/team-room/steps.ts';
import type { TeamRoomKeeper, TeamRoomOptions } from '../../../src/homeserver/team-room/team-room.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import type { Gate } from '../../../src/kernel/gate.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { parseRoomAlias, parseUserId, type RoomAlias, type UserId } from '../../../src/kernel/matrix-id.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import type { MatrixUser } from '../matrix-user.ts';
import { makeMemoryStore } from '../memory-store.ts';
import { startSynapse, type TestSynapse } from '../synapse.ts';

const sender = parseUserId('@porter:porter.test') as UserId;
export const alias = parseRoomAlias('#team:porter.test') as RoomAlias;

/** Porter's side of a homeserver, without a database: door, client, team room and steps. */
export interface Rig extends AsyncDisposable {
  readonly client: HomeserverClient;
  readonly directory: Directory;
  readonly stepNeeds: StepNeeds;
  readonly steps: Steps;
  readonly gate: Gate;
  /** May people apply? */
  isOpen(): boolean;
  readonly teamRoom: TeamRoomKeeper;
  readonly memory: ReturnType<typeof makeMemoryStore>;
  readonly kept: SelectedEvents['items'][number][];
  readonly doorPort: number;
}

export async function openRig(
  synapse: TestSynapse,
  change: {
    memory?: ReturnType<typeof makeMemoryStore>;
    /** ID of the database. */
    instance?: string;
    takeOver?: boolean;
    emptyDatabase?: boolean;
    room?: Partial<TeamRoomOptions>;
    hsToken?: string;
    asToken?: string;
    sender?: UserId;
  } = {},
): Promise<Rig> {
  const user = change.sender ?? sender;
  await using opening = new AsyncDisposableStack();
  const memory = change.memory ?? makeMemoryStore();
  const client = opening.use(
    await openHomeserverClient({
      ...{ clientUrl: synapse.url, adminApi: provisioner.adminApi(synapse.url), sender: user },
      ...{ clock: systemClock, log: silentLog },
      asToken: new Secret(change.asToken ?? synapse.registration.asToken),
    }),
  );
  const kept: Rig['kept'] = [];
  const inbox = {
    async keep(items: SelectedEvents['items']) {
      const fresh = items.filter(({ key }) => !kept.some((known) => known.key === key));
      kept.push(...fresh);
      return fresh.length;
    },
  };
  const selectEvents = makeSelectEvents({
    sender: user,
    hearsPerson: () => false,
    isOurRoom: (room) => room === teamRoom.current(),
  });
  const { directory } = provisioner.open({ client, log: silentLog });
  const roomOptions: TeamRoomOptions = {
    ...{
      client,
      directory,
      room: alias,
      roomName: 'Team',
      otherRooms: [],
      voters: { kind: 'everyone-local' },
      encryptedRoom: 'allow',
      memory,
    },
    ...{
      keep: (events) => inbox.keep(selectEvents(events).items),
      types: roomTypes,
      clock: systemClock,
      log: silentLog,
    },
    ...change.room,
  };
  const teamRoom = await openTeamRoom(roomOptions);
  const door = opening.use(
    await openAppserviceDoor({
      hsToken: new Secret(change.hsToken ?? synapse.registration.hsToken),
      ...{ inbox, selectEvents, log: silentLog, listen: { host: '127.0.0.1', port: 0 } },
    }),
  );
  await synapse.relay.set({});
  synapse.relay.aim(door.port);
  const stepNeeds: StepNeeds = {
    ...{ client, urls: { client: synapse.url, admin: synapse.url }, listen: `127.0.0.1:${door.port}` },
    ...{ registration: { id: 'porter', url: synapse.relay.url, reserves: () => true }, faults: provisioner.faults },
  };
  const own = {
    ...{ id: change.instance ?? 'one', takeOver: change.takeOver === true },
    isEmpty: async () => change.emptyDatabase === true,
  };
  const { step: instance, gate } = makeInstanceStep(stepNeeds, own);
  const homeserver = homeserverSteps(stepNeeds, {
    ...{ provisioner: provisioner.steps(stepNeeds), displayName: 'Porter', instance },
    device: makeSenderDevice({ client, memory, clock: systemClock }),
  });
  const { room, encryptedRoom, voters } = roomOptions;
  const known = () => recallRoom(memory, room);
  const looking = { ...stepNeeds, directory, room, encryptedRoom, voters, known, log: silentLog };
  const team = teamRoomSteps({ ...looking, keeper: teamRoom });
  const groups = [
    { name: 'homeserver', steps: homeserver },
    { name: 'team-room', after: 'homeserver', steps: team.steps },
  ];
  const steps = await openSteps({ groups, memory, clock: systemClock, log: silentLog });
  opening.defer(() => steps.stop());
  const opened = opening.move();
  return {
    ...{ client, directory, stepNeeds, steps, gate, teamRoom, memory, kept, doorPort: door.port },
    isOpen: () => steps.isOpen('team-room'),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** A Synapse in which `boss` is an admin and Porter is one as well, and Porter's side of it. */
export interface PromotedRig {
  readonly synapse: TestSynapse;
  readonly boss: MatrixUser;
  readonly rig: Rig;
}

/** Opens it before the tests of this `describe` and closes it after them; only tests may read its properties. */
export function usePromotedRig(): PromotedRig {
  const open: Partial<Record<'synapse', TestSynapse> & Record<'boss', MatrixUser> & Record<'rig', Rig>> = {};
  before(async () => {
    open.synapse = await startSynapse();
    open.boss = await open.synapse.registerAdmin('boss');
    await open.synapse.promotePorter(open.boss);
    open.rig = await openRig(open.synapse);
  });
  after(async () => {
    await open.rig?.[Symbol.asyncDispose]();
    await open.synapse?.[Symbol.asyncDispose]();
  });
  // Complete once the tests run.
  return open as PromotedRig;
}
