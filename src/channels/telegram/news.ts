import { isObject } from '../../kernel/is-object.ts';

/** Numbers of supergroups and channels begin here: `-100…` in the numbers that the Bot API uses, and people see. */
export const CHANNELS = 1_000_000_000_000;

/** What the service said of chats in which something is new. Only a hint: the chat itself is read. */
export interface News {
  /** @param update as the service pushed it */
  heard(update: unknown): void;
  /** Resolves with the chats of which something was heard since the last call; waits until there are some, or `signal` aborts. */
  next(signal: AbortSignal): Promise<ReadonlySet<number>>;
}

export function makeNews(): News {
  let chats = new Set<number>();
  let comes = Promise.withResolvers<void>();
  return {
    heard(update) {
      for (const chat of chatsIn(update)) chats.add(chat);
      if (chats.size > 0) comes.resolve();
    },
    async next(signal) {
      const wake = (): void => comes.resolve();
      signal.addEventListener('abort', wake, { once: true });
      if (signal.aborted) wake();
      await comes.promise;
      signal.removeEventListener('abort', wake);
      const found = chats;
      [chats, comes] = [new Set(), Promise.withResolvers<void>()];
      return found;
    },
  };
}

/** The number of the chat that a peer of the library names, as people see it; undefined if it is none. */
export function chatOf(peer: unknown): number | undefined {
  if (!isObject(peer)) return undefined;
  const [user, chat, channel] = ['userId', 'chatId', 'channelId'].map((name) =>
    peer[name] === undefined ? undefined : Number(peer[name]),
  );
  if (user !== undefined) return user;
  if (chat !== undefined) return -chat;
  return channel === undefined ? undefined : -(channel + CHANNELS);
}

/** The chats that an update, or a container of updates, tells of. */
function chatsIn(update: unknown): readonly number[] {
  if (!isObject(update)) return [];
  const { updates, update: inner, message } = update;
  if (Array.isArray(updates)) return updates.slice(0, 1_000).flatMap(chatsIn);
  if (isObject(inner)) return chatsIn(inner);
  return [chatOf(isObject(message) ? message['peerId'] : update)].filter((chat) => chat !== undefined);
}
