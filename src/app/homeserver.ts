import { makeSelectEvents, roomTypes, type SelectedEvents } from '../doors/appservice/select-events.ts';
import type { HomeserverClient } from '../homeserver/client.ts';
import { makeSenderDevice } from '../homeserver/device.ts';
import { guardWrites } from '../homeserver/guard-writes.ts';
import { openHomeserverClient } from '../homeserver/open-client.ts';
import { openWorld } from '../homeserver/open-world.ts';
import { makeRoomPoster } from '../homeserver/send-event.ts';
import { makeAccounts } from '../homeserver/synapse/accounts.ts';
import { makeWelcomeRooms } from '../homeserver/synapse/welcome-rooms.ts';
import { openTeamRoom } from '../homeserver/team-room/open-team-room.ts';
import type { TeamRoomKeeper } from '../homeserver/team-room/team-room.ts';
import type { World } from '../homeserver/world.ts';
import type { UserId } from '../kernel/matrix-id.ts';
import type { MemoryStore } from '../ports/memory-store.ts';
import type { RoomPoster } from '../ports/room-poster.ts';
import type { AccountProvisioner } from '../registration/ports/account-provisioner.ts';
import type { WelcomeRooms } from '../registration/ports/welcome-rooms.ts';
import type { Storage } from '../storage/storage.ts';
import type { Loaded } from './loaded.ts';
import type { Runtime } from './open-database.ts';
import { senderOf } from './sender.ts';
import { becomeAnother, instanceOf } from './this-machine.ts';
import { voterRule } from './voter-rule.ts';

export interface Homeserver extends AsyncDisposable {
  /** Changes things only while `world.mayAct()`. */
  readonly client: HomeserverClient;
  readonly sender: UserId;
  readonly accounts: AccountProvisioner;
  readonly poster: RoomPoster;
  readonly welcomeRooms: WelcomeRooms;
  readonly teamRoom: TeamRoomKeeper;
  readonly world: World;
  /** What of pushed or read events concerns us. */
  readonly selectEvents: (events: readonly unknown[]) => SelectedEvents;
}

/** Everything that faces the homeserver. Contacts nobody before `world.start()`; what runs outside the outbox ends with `closing`. */
export async function openHomeserver(
  loaded: Loaded,
  storage: Storage,
  { clock, ids, log }: Runtime,
  takeOver: boolean,
  closing: AbortSignal,
): Promise<Homeserver> {
  const { config, registration } = loaded;
  const { homeserver, appservice } = config;
  const sender = senderOf(loaded);
  const { memory }: { memory: MemoryStore } = storage;
  const base = {
    clientUrl: homeserver.url,
    ...(homeserver.adminUrl === undefined ? {} : { adminUrl: homeserver.adminUrl }),
    asToken: registration.asToken,
    sender,
    closing,
    clock,
    log,
  };

  await using opening = new AsyncDisposableStack();
  // The world itself finds out whether this process may act; everybody else asks it.
  const looking = opening.use(await openHomeserverClient(base));
  let world: World | undefined;
  const client = guardWrites(looking, () => world?.mayAct() ?? 'unknown');

  let teamRoom: TeamRoomKeeper | undefined;
  const selectEvents = makeSelectEvents({ sender, isOurRoom: (roomId) => roomId === teamRoom?.current() });
  teamRoom = await openTeamRoom({
    client,
    room: config.registration.room,
    otherRooms: config.registration.welcomeRooms,
    roomName: `${config.site.title ?? homeserver.serverName}: applications`,
    ...(config.registration.admin === undefined ? {} : { admin: config.registration.admin }),
    voters: voterRule(config.registration.voters),
    encryptedRoom: config.registration.encryptedRoom,
    memory,
    keep: (events) => storage.inbox.keep(selectEvents(events).items),
    types: roomTypes,
    clock,
    log,
  });
  if (takeOver) await becomeAnother(memory, ids);
  // One for both: whoever finds the device gone must know it for the other, or an old attempt would be sent twice.
  const device = makeSenderDevice({ client: looking, memory, clock });
  world = await openWorld({
    client: looking,
    device,
    teamRoom,
    urls: { client: homeserver.url, admin: homeserver.adminUrl ?? homeserver.url },
    registration: { id: registration.id, url: registration.url },
    listen: `${appservice.listen.host}:${appservice.listen.port}`,
    instance: await instanceOf(storage),
    takeOver,
    displayName: 'Porter',
    memory,
    clock,
    log,
  });

  const opened = opening.move();
  return {
    client,
    sender,
    accounts: makeAccounts({ client, log }),
    poster: makeRoomPoster({ client, device, clock, log }),
    welcomeRooms: makeWelcomeRooms({ client, rooms: config.registration.welcomeRooms, log }),
    teamRoom,
    world,
    selectEvents,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
