import { openAppserviceDoor } from '../../../src/doors/appservice/open-door.ts';
import { makeSelectEvents, roomTypes, type SelectedEvents } from '../../../src/doors/appservice/select-events.ts';
import type { HomeserverClient } from '../../../src/homeserver/client.ts';
import { makeSenderDevice } from '../../../src/homeserver/device.ts';
import { openHomeserverClient } from '../../../src/homeserver/open-client.ts';
import { openWorld } from '../../../src/homeserver/open-world.ts';
import { openTeamRoom } from '../../../src/homeserver/team-room/open-team-room.ts';
import type { TeamRoomKeeper, TeamRoomOptions } from '../../../src/homeserver/team-room/team-room.ts';
import type { World, WorldOptions } from '../../../src/homeserver/world.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { parseRoomAlias, parseUserId, type RoomAlias, type UserId } from '../../../src/kernel/matrix-id.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import { makeMemoryStore } from '../memory-store.ts';
import type { TestSynapse } from '../synapse.ts';

export const sender = parseUserId('@porter:porter.test') as UserId;
export const alias = parseRoomAlias('#team:porter.test') as RoomAlias;

/** Porter's side of a homeserver, without a database: door, client, team room and world. */
export interface Rig extends AsyncDisposable {
  readonly client: HomeserverClient;
  readonly world: World;
  readonly teamRoom: TeamRoomKeeper;
  readonly memory: ReturnType<typeof makeMemoryStore>;
  readonly kept: SelectedEvents['items'][number][];
  readonly doorPort: number;
}

export async function openRig(
  synapse: TestSynapse,
  change: Partial<WorldOptions> & {
    room?: Partial<TeamRoomOptions>;
    hsToken?: string;
    asToken?: string;
    sender?: UserId;
  } = {},
): Promise<Rig> {
  const user = change.sender ?? sender;
  await using opening = new AsyncDisposableStack();
  const memory = (change.memory as Rig['memory'] | undefined) ?? makeMemoryStore();
  const client = opening.use(
    await openHomeserverClient({
      ...{ clientUrl: synapse.url, sender: user, clock: systemClock, log: silentLog },
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
  const selectEvents = makeSelectEvents({ sender: user, isOurRoom: (room) => room === teamRoom.current() });
  const teamRoom = await openTeamRoom({
    ...{
      client,
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
  });
  const door = opening.use(
    await openAppserviceDoor({
      hsToken: new Secret(change.hsToken ?? synapse.registration.hsToken),
      ...{ inbox, selectEvents, log: silentLog, listen: { host: '127.0.0.1', port: 0 } },
    }),
  );
  await synapse.relay.set({});
  synapse.relay.aim(door.port);
  const world = await openWorld({
    device: makeSenderDevice({ client, memory, clock: systemClock }),
    ...{ client, teamRoom, urls: { client: synapse.url, admin: synapse.url }, listen: `127.0.0.1:${door.port}` },
    ...{ registration: { id: 'porter', url: synapse.relay.url }, instance: 'one', displayName: 'Porter' },
    ...{ memory, clock: systemClock, log: silentLog },
    ...change,
  });
  opening.defer(() => world.stop());
  const opened = opening.move();
  return {
    ...{ client, world, teamRoom, memory, kept, doorPort: door.port },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
