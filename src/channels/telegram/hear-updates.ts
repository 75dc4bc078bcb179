import { SECOND } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { Hearing } from '../../ports/channel.ts';
import type { BotResponse } from './call-bot-api.ts';
import { classifyBot } from './classify-bot.ts';
import { notHeard, unreadable } from './faults.ts';
import { readUpdate } from './read-update.ts';

/** How long the service waits for something new before it responds with nothing. */
export const LONG_POLL = 25 * SECOND;
/** Updates in one response, few enough that it is never longer than what is read of it. */
const MOST_UPDATES = 20;

type Ask = (args: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<BotResponse>;

/**
 * Hears what people write to the bot, until `signal` aborts. The service forgets an update once a later one is asked for, which is done
 * only when it is kept. Throws `Fault` if nothing can be heard.
 *
 * @param ask calls `getUpdates`
 */
export async function hearUpdates(ask: Ask, { keep, works }: Hearing, signal: AbortSignal): Promise<void> {
  let offset: number | undefined;
  while (!signal.aborted) {
    const updates = await newUpdates(ask, offset, signal);
    if (updates === undefined) return;
    works();
    await keep(updates.flatMap(({ update }) => readUpdate(update) ?? []));
    for (const { id } of updates) offset = Math.max(offset ?? 0, id + 1);
  }
}

/** Undefined once `signal` aborts. */
async function newUpdates(ask: Ask, offset: number | undefined, signal: AbortSignal) {
  const args = {
    ...{ timeout: LONG_POLL / SECOND, limit: MOST_UPDATES, allowed_updates: ['message'] },
    ...(offset === undefined ? {} : { offset }),
  };
  let response: BotResponse;
  try {
    response = await ask(args, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
  if (response.status === 409) throw notHeard(response.body?.description ?? '');
  const verdict = classifyBot(response);
  if (verdict.kind === 'fault') throw verdict.fault;
  const result = response.body?.result;
  if (verdict.kind !== 'taken' || !Array.isArray(result)) throw unreadable(response.status);
  const updates = result.flatMap((update: unknown) =>
    isObject(update) && Number.isSafeInteger(update['update_id'])
      ? [{ id: update['update_id'] as number, update }]
      : [],
  );
  // Without a number nothing could be confirmed, and the same would come again at once.
  if (updates.length < result.length) throw unreadable(response.status);
  return updates;
}
