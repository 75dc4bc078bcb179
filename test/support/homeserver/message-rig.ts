import { makeMatrixChannel } from '../../../src/channels/matrix/make-channel.ts';
import type { HomeserverClient } from '../../../src/homeserver/client.ts';
import { makeSenderDevice } from '../../../src/homeserver/device.ts';
import { openHomeserverClient } from '../../../src/homeserver/open-client.ts';
import { makeMessageRooms } from '../../../src/homeserver/rooms/message-rooms.ts';
import { whyNotByAdmin } from '../../../src/homeserver/rooms/why-not-invited.ts';
import { makeRoomPoster } from '../../../src/homeserver/send-event.ts';
import { synapse as provisioner } from '../../../src/homeserver/synapse/synapse.ts';
import { type Clock, systemClock } from '../../../src/kernel/clock.ts';
import { type Logger, silentLog } from '../../../src/kernel/log.ts';
import { parseUserId, type UserId } from '../../../src/kernel/matrix-id.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import type { Channel } from '../../../src/ports/channel.ts';
import type { MessageRooms } from '../../../src/ports/message-rooms.ts';
import { makeMemoryStore } from '../memory-store.ts';
import type { TestSynapse } from '../synapse.ts';

export interface MessageRig extends AsyncDisposable {
  readonly client: HomeserverClient;
  readonly channel: Channel;
  readonly rooms: MessageRooms;
}

/** The Matrix channel as an appservice's user has it, as a process has it that was just started. */
export async function openMessageRig(
  synapse: TestSynapse,
  { log = silentLog, clock = systemClock }: { readonly log?: Logger; readonly clock?: Clock } = {},
): Promise<MessageRig> {
  const client = await openHomeserverClient({
    ...{ clientUrl: synapse.url, adminApi: provisioner.adminApi(synapse.url), clock, log },
    ...{ sender: parseUserId('@porter:porter.test') as UserId, asToken: new Secret(synapse.registration.asToken) },
  });
  const device = makeSenderDevice({ client, memory: makeMemoryStore(), clock });
  const { directory } = provisioner.open({ client, log });
  const poster = makeRoomPoster({ client, device, clock, homeserverTime: { at: (time) => time }, log });
  const rooms = makeMessageRooms({ client, whyNotInvited: whyNotByAdmin(directory, client.serverName), log });
  return {
    client,
    rooms,
    channel: makeMatrixChannel({ poster, rooms, log }),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
