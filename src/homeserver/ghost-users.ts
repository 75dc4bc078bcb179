import { serviceOf } from '../kernel/channel-name.ts';
import { digestOf } from '../kernel/digest-of.ts';
import type { Logger } from '../kernel/log.ts';
import { ghostPrefix, type Localpart, localpartOf, type RoomId, type UserId, userIdOf } from '../kernel/matrix-id.ts';
import type { GhostSaying } from '../notifications/ports/ghosts.ts';
import type { HomeserverClient } from './client.ts';
import { roomRefusalOf, wordsOf } from './refusal.ts';

/** Ghosts whose name this process need not set again. */
const MOST_KNOWN = 1_000;

const enc = encodeURIComponent;

/**
 * The user that stands for a person of another network: always the same one for the same person, in Porter's exclusive namespace. The
 * person's own id is hashed, because it may be a telephone number or hold characters that no user ID takes. Whichever account of a
 * channel hears them, they are one person to the service, and so to the room.
 */
export function ghostOf(sender: UserId, serverName: string, { channel, person }: GhostSaying['ghost']): UserId {
  const service = serviceOf(channel);
  const hash = digestOf(`${service}\n${person}`).slice(0, 32);
  return userIdOf(`${ghostPrefix(localpartOf(sender))}${service}_${hash}` as Localpart, serverName);
}

/** The same client, whose requests are made as this ghost. */
export const asGhost = (client: HomeserverClient, ghost: UserId): HomeserverClient => ({
  ...client,
  sender: ghost,
  ask: (method, path, options) => client.ask(method, path, { ...options, as: 'sender', ghost }),
  call: (method, path, options) => client.call(method, path, { ...options, as: 'sender', ghost }),
});

/** The ghosts as users of the homeserver: whether they are there, and in which rooms. */
export interface GhostUsers {
  /** Registers the ghost and gives it its name. False if the homeserver refuses either. */
  appears(ghost: UserId, name: string, signal: AbortSignal): Promise<boolean>;
  /** Lets the ghost into a room. False if it cannot be let in, or if somebody put it out: that is respected. Throws `Fault` if Porter is not in the room. */
  letIn(ghost: UserId, room: RoomId, signal: AbortSignal): Promise<boolean>;
  /** The ghost may be gone from the homeserver: it is registered again when it next appears. */
  forget(ghost: UserId): void;
}

export function makeGhostUsers(client: HomeserverClient, log: Logger): GhostUsers {
  const named = new Map<UserId, string>();
  const warned = new Set<string>();

  /** Says once of each ghost and room that it cannot speak there. */
  function warnOnce(why: string, about: { readonly room: RoomId; readonly ghost: UserId }, words: object): void {
    const name = `${about.ghost} ${about.room}`;
    if (warned.has(name)) return;
    if (warned.size >= MOST_KNOWN) warned.clear();
    warned.add(name);
    log.warn(`${why}, so Porter speaks for it`, { ...about, ...words });
  }

  return {
    async appears(ghost, name, signal) {
      if (named.get(ghost) === name) return true;
      const registered = await client.ask('POST', '/_matrix/client/v3/register', {
        body: { type: 'm.login.application_service', username: localpartOf(ghost), inhibit_login: true },
        signal,
      });
      const isThere = registered.status < 300 || registered.errcode === 'M_USER_IN_USE';
      const response = isThere
        ? await asGhost(client, ghost).ask('PUT', `/_matrix/client/v3/profile/${enc(ghost)}/displayname`, {
            ...{ body: { displayname: name }, signal },
          })
        : registered;
      if (response.status >= 300) {
        log.warn('the homeserver makes no user for somebody who writes to Porter', { words: wordsOf(response) });
        return false;
      }
      named.delete(ghost);
      named.set(ghost, name);
      for (const oldest of named.keys()) {
        if (named.size <= MOST_KNOWN) break;
        named.delete(oldest);
      }
      return true;
    },

    async letIn(ghost, room, signal) {
      const path = `/_matrix/client/v3/rooms/${enc(room)}`;
      const member = await client.ask('GET', `${path}/state/m.room.member/${enc(ghost)}`, {
        ...{ query: { format: 'event' }, signal },
      });
      if (member.status === 403) throw roomRefusalOf(member);
      const { sender: by, content } = member.body as {
        readonly sender?: string;
        readonly content?: { readonly membership?: string };
      };
      const membership = content?.membership;
      if (membership === 'ban' || (membership === 'leave' && by !== ghost)) {
        warnOnce('a ghost was put out of a room', { room, ghost }, { by });
        return false;
      }
      // Where anybody may enter, it needs no invitation.
      await client.ask('POST', `${path}/invite`, { body: { user_id: ghost }, signal });
      const joined = await asGhost(client, ghost).ask('POST', `/_matrix/client/v3/join/${enc(room)}`, { signal });
      if (joined.status >= 300) {
        warnOnce('a ghost is not let into a room', { room, ghost }, { words: wordsOf(joined) });
      }
      return joined.status < 300;
    },

    forget: (ghost) => void named.delete(ghost),
  };
}
