import type { z } from 'zod';
import { parseMatrixAddress } from '../../channels/matrix/address.ts';
import type { MatrixSection } from '../../channels/matrix/section.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import { openPlainAccount } from '../../homeserver/plain-account.ts';
import { makeMessageRooms } from '../../homeserver/rooms/message-rooms.ts';
import { accountChannel } from '../../kernel/channel-name.ts';
import type { RoomId } from '../../kernel/matrix-id.ts';
import { type Outcome, refuse } from '../../kernel/outcome.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { MessageRooms } from '../../ports/message-rooms.ts';
import { appserviceOf } from '../homeserver/appservice.ts';
import { clientOptions } from '../homeserver/steps.ts';
import type { Loaded } from '../load-config.ts';
import type { Runtime } from '../open-database.ts';

/**
 * Lets Porter's user, or a plain account, enter a room. Throws `Fault`. Undefined: the configuration has none.
 *
 * @param room an ID or an alias
 * @param account name of a further account; undefined: Porter's user, or the plain account where there is no homeserver
 */
export async function joinRoom(
  loaded: Loaded,
  runtime: Runtime,
  room: string,
  account: string | undefined,
): Promise<Outcome<RoomId, 'no-room' | 'unknown' | 'not-let-in', string> | undefined> {
  await using opened = new AsyncDisposableStack();
  const rooms = await roomsOf(loaded, runtime, account, opened);
  if (rooms === undefined) return undefined;
  const address = parseMatrixAddress(room);
  if (address === undefined || address.kind === 'person') return refuse('no-room', 'this is no ID or alias of a room');
  const signal = new AbortController().signal;
  if (address.kind === 'room') return await rooms.enter(address.room, signal);
  const found = await rooms.findByAlias(address.alias, signal);
  return found.ok ? await rooms.enter(found.value, signal) : found;
}

async function roomsOf(
  loaded: Loaded,
  runtime: Runtime,
  account: string | undefined,
  opened: AsyncDisposableStack,
): Promise<MessageRooms | undefined> {
  const { clock, log } = runtime;
  const appservice = account === undefined ? appserviceOf(loaded) : undefined;
  if (appservice !== undefined) {
    const client = opened.use(await openHomeserverClient(clientOptions(appservice, runtime)));
    return makeMessageRooms({ client, whyNotInvited: async () => undefined, log });
  }
  const name = account === undefined ? 'matrix' : accountChannel('matrix', account);
  // The table of messengers knows no types of its sections; this one was read by `MatrixSection`.
  const own = loaded.config.channels?.[name] as z.output<typeof MatrixSection> | undefined;
  if (own === undefined) return undefined;
  const plain = { url: own.url, token: () => own.token.reveal().trim(), memory: noMemory, clock, log };
  return (await opened.use(openPlainAccount(plain)).get()).rooms;
}

const noMemory: MemoryStore = { recall: async () => undefined, remember: async () => undefined };
