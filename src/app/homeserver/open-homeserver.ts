import type { HomeserverClient } from '../../homeserver/client.ts';
import { makeSenderDevice } from '../../homeserver/device.ts';
import { makeGhosts } from '../../homeserver/ghosts.ts';
import { guardWrites } from '../../homeserver/guard-writes.ts';
import { makeInstanceStep } from '../../homeserver/instance-step.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import type { Provisioned } from '../../homeserver/provisioner.ts';
import { makeMessageRooms } from '../../homeserver/rooms/message-rooms.ts';
import { whyNotByAdmin } from '../../homeserver/rooms/why-not-invited.ts';
import { makeRoomPoster } from '../../homeserver/send-event.ts';
import type { StepNeeds } from '../../homeserver/step-needs.ts';
import { makeTheirClock } from '../../homeserver/their-clock.ts';
import type { Gate } from '../../kernel/gate.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import type { StepGroup } from '../../kernel/step.ts';
import type { Ghosts } from '../../notifications/ports/ghosts.ts';
import type { MessageRooms } from '../../ports/message-rooms.ts';
import type { RoomPoster } from '../../ports/room-poster.ts';
import type { HomeserverTime } from '../../registration/ports/homeserver-time.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Runtime } from '../open-database.ts';
import { type Appservice, senderOf } from './appservice.ts';
import { provisionerOf } from './provisioners.ts';
import { clientOptions, homeserverGroup, stepNeedsOf } from './steps.ts';
import { becomeAnother, instanceOf } from './this-machine.ts';

/** What every Porter with a homeserver has. */
export interface OpenHomeserver extends Provisioned, AsyncDisposable {
  /** Writes only while the gate is open. */
  readonly client: HomeserverClient;
  readonly sender: UserId;
  readonly poster: RoomPoster;
  readonly messageRooms: MessageRooms;
  readonly ghosts: Ghosts;
  readonly homeserverTime: HomeserverTime;
  readonly gate: Gate;
  /** For the steps of parts: the gate does not guard its client. */
  readonly stepNeeds: StepNeeds;
  readonly steps: StepGroup;
  /** Calls `listener` after each fault that a step of the homeserver may explain. The returned function ends that. */
  onTrouble(listener: () => void): () => void;
}

/** Ghosts have none: before a repeat the room is searched in any case. */
const noDevice = { ensure: async () => undefined, madeAt: () => 0 };

/** Opens the homeserver's clients and contacts nobody. @param closing aborts calls outside the outbox */
export async function openHomeserver(
  appservice: Appservice,
  storage: Storage,
  { clock, ids, log }: Runtime,
  takeOver: boolean,
  closing: AbortSignal,
): Promise<OpenHomeserver> {
  const { memory } = storage;
  await using opening = new AsyncDisposableStack();
  // The steps find out whether this process may act, so they use a client without the guard.
  const homeserverTime = makeTheirClock(clock, log.with({ part: 'homeserver' }));
  const onDate = (date: unknown) => homeserverTime.heard(date);
  const options = { ...clientOptions(appservice, { clock, log }), closing, onDate };
  const looking = opening.use(await openHomeserverClient(options));
  const stepNeeds = stepNeedsOf(appservice, looking);
  if (takeOver) await becomeAnother(memory, ids);
  const { step: instance, gate } = makeInstanceStep(stepNeeds, await instanceOf(storage, takeOver));
  const client = guardWrites(looking, gate);
  // Steps and poster share it: if one of them finds the device gone, the other must know, or an old attempt would be sent twice.
  const device = makeSenderDevice({ client: looking, memory, clock });
  const provisioned = provisionerOf(appservice).open({ client, log });
  const whyNotInvited = whyNotByAdmin(provisioned.directory, client.serverName);
  const poster = makeRoomPoster({ client, device, clock, homeserverTime, log });
  const messageRooms = makeMessageRooms({ client, whyNotInvited, log: log.with({ part: 'homeserver' }) });
  const opened = opening.move();
  return {
    ...provisioned,
    client,
    sender: senderOf(appservice),
    homeserverTime,
    ...{ poster, messageRooms },
    ghosts: makeGhosts({
      ...{ client, poster, rooms: messageRooms, homeserverTime, log: log.with({ part: 'replies' }) },
      posterOf: (ghost) => makeRoomPoster({ client: ghost, device: noDevice, clock, homeserverTime, log }),
    }),
    gate,
    stepNeeds,
    steps: homeserverGroup(appservice, stepNeeds, device, instance),
    onTrouble: (listener) =>
      looking.onTrouble(({ code }) => {
        // This is the good response when a step looks for the Matrix Authentication Service, so it is no trouble.
        if (code !== 'homeserver.unrecognized') listener();
      }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
