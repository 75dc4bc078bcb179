import type { Clock } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { isObject } from '../kernel/is-object.ts';
import { makeLazy } from '../kernel/lazy.ts';
import type { Logger } from '../kernel/log.ts';
import { parseUserId, type UserId } from '../kernel/matrix-id.ts';
import { Secret } from '../kernel/secret.ts';
import type { MemoryStore } from '../ports/memory-store.ts';
import type { MessageRooms } from '../ports/message-rooms.ts';
import type { RoomPoster } from '../ports/room-poster.ts';
import type { HomeserverClientOptions } from './client.ts';
import { openHomeserverClient } from './open-client.ts';
import { makeMessageRooms } from './rooms/message-rooms.ts';
import { whyNotByProfile } from './rooms/why-not-invited.ts';
import { makeRoomPoster } from './send-event.ts';
import { makeTheirClock } from './their-clock.ts';

export interface PlainAccountNeeds {
  /** Address of the homeserver. */
  readonly url: string;
  /** Returns the access token. Throws `Fault` if it cannot be read. */
  readonly token: () => string;
  readonly memory: MemoryStore;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface PlainAccount {
  readonly poster: RoomPoster;
  readonly rooms: MessageRooms;
}

export interface OpenPlainAccount extends AsyncDisposable {
  /** Asks once who the account is. Throws `Fault`. */
  get(): Promise<PlainAccount>;
}

/** Device under which the account sends, and since when it is known here. */
const DEVICE = 'matrix.account-device';

/** A user's account without an appservice: its token belongs to a device, under which the homeserver knows repeats of a message. */
export function openPlainAccount(needs: PlainAccountNeeds): OpenPlainAccount {
  const opened = makeLazy(() => open(needs));
  return {
    get: async () => await opened.get(),
    async [Symbol.asyncDispose]() {
      await (await opened.peek())?.close();
    },
  };
}

async function open({ url, token, memory, clock, log }: PlainAccountNeeds) {
  const homeserverTime = makeTheirClock(clock, log);
  const options = {
    ...{ clientUrl: url, asToken: new Secret(token()), clock, log },
    onDate: (date: unknown) => homeserverTime.heard(date),
  } satisfies Omit<HomeserverClientOptions, 'sender'>;
  const { user, device } = await whoAmI(options);
  const madeAt = await knownSince(memory, device, clock.now());
  const client = await openHomeserverClient({ ...options, sender: user, deviceId: device });
  return {
    rooms: makeMessageRooms({ client, whyNotInvited: whyNotByProfile(client), log }),
    poster: makeRoomPoster({
      ...{ client, clock, homeserverTime, log },
      // It exists as long as the token is good.
      device: { ensure: async () => undefined, madeAt: () => madeAt },
    }),
    close: () => client[Symbol.asyncDispose](),
  };
}

async function whoAmI(options: Omit<HomeserverClientOptions, 'sender'>) {
  // The request for it names no user.
  await using client = await openHomeserverClient({ ...options, sender: '@unknown:unknown' as UserId });
  const { user_id: id, device_id: device } = await client.call('GET', '/_matrix/client/v3/account/whoami');
  const user = parseUserId(id);
  if (user === undefined || typeof device !== 'string' || device === '') {
    throw new Fault('The homeserver does not say to which account and device the token belongs', {
      ...{ code: 'homeserver.unreadable', retryable: false, scope: 'channel', place: 'homeserver' },
      remedy: 'Get a token by a log-in of its own: porter matrix login.',
    });
  }
  return { user, device };
}

/** A new token may belong to a new device, which knows nothing of what the one before has sent. */
async function knownSince(memory: MemoryStore, device: string, now: number): Promise<number> {
  const kept = parse(await memory.recall(DEVICE));
  if (isObject(kept) && kept['id'] === device && typeof kept['since'] === 'number') return kept['since'];
  await memory.remember(DEVICE, JSON.stringify({ id: device, since: now }));
  return now;
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
