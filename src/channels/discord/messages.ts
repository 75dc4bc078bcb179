import { isObject } from '../../kernel/is-object.ts';
import { done, type JobResult } from '../../outbox/job.ts';
import type { Delivery } from '../../ports/channel.ts';
import type { Asked } from './open-rest.ts';
import { RequestFailed } from './request-failed.ts';

/** Asks Discord as somebody: the bot, or a webhook. Throws `RequestFailed`. */
export type Ask = (asked: Omit<Asked, 'token'>) => Promise<unknown>;

/** Flags of a message: no previews of what it links to; no sound. */
const SUPPRESS_EMBEDS = 1 << 2;
const SUPPRESS_NOTIFICATIONS = 1 << 12;

/** Nobody is called, whoever is named in a text. */
const NO_CALLS = { allowed_mentions: { parse: [] } } as const;

/** A new message. */
export const newMessage = (content: string, { notification: { urgency } }: Delivery) => ({
  ...{ content, ...NO_CALLS },
  flags: SUPPRESS_EMBEDS | (urgency === 'quiet' ? SUPPRESS_NOTIFICATIONS : 0),
});

/** Returns the id of the object in a response. */
export function idIn(response: unknown): string {
  const id = isObject(response) ? response['id'] : undefined;
  if (typeof id !== 'string') throw new RequestFailed({ kind: 'odd-response', status: 200 });
  return id;
}

/** Did a request fail with this number of Discord's? */
export const failedWith = (error: unknown, code: number): boolean =>
  error instanceof RequestFailed && error.failure.kind === 'response' && error.failure.code === code;

/**
 * Writes the new content into the message that the delivery replaces. Undefined if it replaces none, or cannot: that message was deleted,
 * or belongs to a bot that Porter was before.
 *
 * @param path of the messages in this channel
 */
export async function edit(
  path: `/${string}`,
  { replaces }: Delivery,
  content: string,
  ask: Ask,
): Promise<JobResult | undefined> {
  if (replaces === undefined || !/^\d{1,20}$/.test(replaces)) return undefined;
  try {
    await ask({ method: 'patch', path: `${path}/${replaces}`, body: { content, ...NO_CALLS } });
    return done({ id: replaces });
  } catch (error) {
    if (failedWith(error, UNKNOWN_MESSAGE) || failedWith(error, OF_ANOTHER)) return undefined;
    throw error;
  }
}

export const UNKNOWN_CHANNEL = 10003;
export const UNKNOWN_MESSAGE = 10008;
const OF_ANOTHER = 50005;
