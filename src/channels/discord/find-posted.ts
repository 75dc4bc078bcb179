import { MINUTE } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { Ask } from './messages.ts';
import { RequestFailed } from './request-failed.ts';
import { idAt } from './snowflake.ts';

/** How far the clocks of Discord and this machine may lie apart. */
const CLOCKS_APART = 2 * MINUTE;
const MOST_MESSAGES = 50;

/** The service cuts white space at the ends, and says nothing about the rest of it. */
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

/**
 * Looks for a message that an earlier attempt may have posted, among the first fifty from then on. Resolves with its id. Discord keeps no
 * nonce with a message, so it is known by its author, its text, and `mayBe`.
 */
export async function findPosted(
  wanted: {
    readonly channelId: string;
    readonly content: string;
    /** When the first attempt began. Epoch milliseconds. */
    readonly since: number;
    /** The bot's own id. */
    readonly author: string;
  },
  ask: Ask,
  mayBe: (messageId: string) => boolean,
): Promise<string | undefined> {
  const { channelId, content, since, author } = wanted;
  const found = await ask({
    method: 'get',
    path: `/channels/${channelId}/messages`,
    query: { after: idAt(since - CLOCKS_APART), limit: String(MOST_MESSAGES) },
  }).catch((error: unknown) => {
    // The bot may post but not read here: then a repeat can come twice.
    if (error instanceof RequestFailed && error.failure.kind === 'response' && error.failure.status === 403) return [];
    throw error;
  });
  for (const message of Array.isArray(found) ? found : []) {
    if (!isObject(message) || !isObject(message['author']) || message['author']['id'] !== author) continue;
    const { id, content: text } = message;
    if (typeof id === 'string' && typeof text === 'string' && flat(text) === flat(content) && mayBe(id)) return id;
  }
  return undefined;
}
