import { type Clock, DAY, SECOND } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Place } from './find-places.ts';
import type { Ask } from './messages.ts';
import type { Asked } from './open-rest.ts';
import { idOf } from './read-message.ts';
import { RequestFailed } from './request-failed.ts';
import { idAt, inOrder } from './snowflake.ts';

/** Messages in one answer; the service's most. */
const PAGE = 100;
/** Answers that are read of one channel: a thousand messages, which are taken even if one person wrote them all. */
const MOST_PAGES = 10;
/** What is older was written while nobody wanted to hear it, or to people who have stopped waiting. */
const OLDEST = DAY;

export interface Message extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

export interface MissedNeeds {
  readonly ask: Ask;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly log: Pick<Logger, 'warn'>;
  readonly signal: AbortSignal;
}

/**
 * Reads what was written in a channel, oldest first and page by page, after a message. Resolves with the id of the last one read. Where
 * the service wants fewer requests, it waits as long as told. Throws `RequestFailed`.
 *
 * @param after the message that was heard last
 * @param take keeps a page; never called with none
 */
export async function readMissed(
  { id: channelId }: Pick<Place, 'id'>,
  after: string,
  { ask, clock, log, signal }: MissedNeeds,
  take: (messages: readonly Message[]) => Promise<void>,
): Promise<string> {
  const path = `/channels/${channelId}/messages` as const;
  const oldest = idAt(clock.now() - OLDEST);
  let last = inOrder(after, oldest) < 0 ? oldest : after;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const query = { after: last, limit: String(PAGE) };
    const found = messagesIn(await patiently({ method: 'get', path, query }));
    if (found.length > 0) await take(found);
    last = found.at(-1)?.id ?? last;
    if (found.length < PAGE) return last;
  }
  log.warn('discord: more was written while Porter was away than it reads; the newest of it is not shown', {
    ...{ channelId, last },
  });
  return last;

  async function patiently(asked: Omit<Asked, 'token'>): Promise<unknown> {
    for (;;) {
      try {
        return await ask(asked);
      } catch (error) {
        if (!(error instanceof RequestFailed) || error.failure.kind !== 'too-many' || signal.aborted) throw error;
        await clock.sleep(Math.max(SECOND, error.failure.afterMs), signal);
      }
    }
  }
}

/** The id of the newest message of a channel; '0' if there is none. */
export async function newestOf({ id }: Pick<Place, 'id'>, ask: Ask): Promise<string> {
  const found = messagesIn(await ask({ method: 'get', path: `/channels/${id}/messages`, query: { limit: '1' } }));
  return found[0]?.id ?? '0';
}

/** Oldest first; the service answers with the newest first. */
const messagesIn = (response: unknown): readonly Message[] =>
  (Array.isArray(response) ? response : [])
    .flatMap((one: unknown) => {
      const id = isObject(one) ? idOf(one) : undefined;
      return id === undefined ? [] : [{ ...(one as Message), id }];
    })
    .sort((one, other) => inOrder(one.id, other.id));
