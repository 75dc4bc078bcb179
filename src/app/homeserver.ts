import { makeSelectEvents, roomTypes, type SelectedEvents } from '../doors/appservice/select-events.ts';
import type { HomeserverClient } from '../homeserver/client.ts';
import { makeSenderDevice } from '../homeserver/device.ts';
import { guardWrites } from '../homeserver/guard-writes.ts';
import { makeInstanceStep } from '../homeserver/instance-step.ts';
import { openHomeserverClient } from '../homeserver/open-client.ts';
import { makeRoomPoster } from '../homeserver/send-event.ts';
import { openTeamRoom } from '../homeserver/team-room/open-team-room.ts';
import type { TeamRoomKeeper } from '../homeserver/team-room/team-room.ts';
import type { Gate } from '../kernel/gate.ts';
import type { UserId } from '../kernel/matrix-id.ts';
import type { RoomPoster } from '../ports/room-poster.ts';
import type { AccountProvisioner } from '../registration/ports/account-provisioner.ts';
import type { WelcomeRooms } from '../registration/ports/welcome-rooms.ts';
import type { Storage } from '../storage/storage.ts';
import { clientOptions, HOMESERVER_STEPS, homeserverGroup, stepNeedsOf, teamRoomGroup } from './homeserver-steps.ts';
import type { Loaded } from './loaded.ts';
import type { Runtime } from './open-database.ts';
import { provisionerOf } from './provisioners.ts';
import { senderOf } from './sender.ts';
import { becomeAnother, instanceOf } from './this-machine.ts';
import { voterRule } from './voter-rule.ts';
import { openSteps, type Steps } from './watch-steps.ts';

export interface Homeserver extends AsyncDisposable {
  /** Writes only while the gate is open. */
  readonly client: HomeserverClient;
  readonly sender: UserId;
  readonly accounts: AccountProvisioner;
  readonly poster: RoomPoster;
  readonly welcomeRooms: WelcomeRooms;
  readonly teamRoom: TeamRoomKeeper;
  /** What must be right on the homeserver and in the team room. */
  readonly steps: Steps;
  readonly gate: Gate;
  /** What of pushed or read events concerns us. */
  readonly selectEvents: (events: readonly unknown[]) => SelectedEvents;
}

/** Everything that faces the homeserver. Contacts nobody before `steps.start()`; what runs outside the outbox ends with `closing`. */
export async function openHomeserver(
  loaded: Loaded,
  storage: Storage,
  { clock, ids, log }: Runtime,
  takeOver: boolean,
  closing: AbortSignal,
): Promise<Homeserver> {
  const { config } = loaded;
  const { registration } = config;
  const { memory } = storage;
  const sender = senderOf(loaded);

  await using opening = new AsyncDisposableStack();
  // The steps find out whether this process may act, so theirs is the client without the guard.
  const looking = opening.use(await openHomeserverClient({ ...clientOptions(loaded, { clock, log }), closing }));
  const stepNeeds = stepNeedsOf(loaded, looking);
  if (takeOver) await becomeAnother(memory, ids);
  const { step: instance, gate } = makeInstanceStep(stepNeeds, { id: await instanceOf(storage), takeOver });
  const client = guardWrites(looking, gate);
  const { accounts, directory, welcomeRooms } = provisionerOf(config).open({
    ...{ client, welcomeRooms: registration.welcomeRooms, log },
  });

  let teamRoom: TeamRoomKeeper | undefined;
  const selectEvents = makeSelectEvents({ sender, isOurRoom: (roomId) => roomId === teamRoom?.current() });
  teamRoom = await openTeamRoom({
    client,
    directory,
    room: registration.room,
    otherRooms: registration.welcomeRooms,
    roomName: `${config.site.title ?? config.homeserver.serverName}: applications`,
    ...(registration.admin === undefined ? {} : { admin: registration.admin }),
    voters: voterRule(registration.voters),
    encryptedRoom: registration.encryptedRoom,
    memory,
    keep: (events) => storage.inbox.keep(selectEvents(events).items),
    types: roomTypes,
    clock,
    log,
  });
  // One for steps and poster: whoever finds the device gone must know it for the other, or an old attempt would be sent twice.
  const device = makeSenderDevice({ client: looking, memory, clock });
  const steps = await openSteps({
    groups: [
      homeserverGroup(loaded, stepNeeds, device, instance),
      teamRoomGroup(loaded, { ...stepNeeds, directory, keeper: teamRoom, log }),
    ],
    memory,
    clock,
    log,
  });
  opening.defer(
    looking.onTrouble(({ code }) => {
      // The good answer to the question for the Matrix Authentication Service says nothing.
      if (code !== 'homeserver.unrecognized') steps.faultMet(HOMESERVER_STEPS);
    }),
  );

  const opened = opening.move();
  return {
    client,
    sender,
    accounts,
    poster: makeRoomPoster({ client, device, clock, log }),
    welcomeRooms,
    teamRoom,
    steps,
    gate,
    selectEvents,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
