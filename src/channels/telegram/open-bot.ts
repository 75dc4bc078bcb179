import { type Clock, SECOND } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { startLimit } from '../../kernel/time-limit.ts';
import type { Delivery, OpenChannel } from '../../ports/channel.ts';
import { partsOf } from './address.ts';
import { type BotApi, callBotApi } from './call-bot-api.ts';
import { classifyBot } from './classify-bot.ts';
import { deliverBy, type Manner } from './deliver-by.ts';
import { makeDoubts } from './doubts.ts';
import { tokenRefused, unreadable } from './faults.ts';
import { hearUpdates, LONG_POLL } from './hear-updates.ts';
import { LONGEST_MESSAGE, render } from './render.ts';
import type { TelegramBot } from './section.ts';
import { toHtml, toPlain } from './to-html.ts';
import type { Verdict } from './verdict.ts';

/** For one attempt, with all its calls. */
const PATIENCE = 20 * SECOND;

/** `<number>:<letters>`, as BotFather gives it. Anything else would make another address of it. */
const TOKEN = /^\d{1,20}:[\w-]{1,200}$/;

/** Opens Telegram as a bot, over HTTPS. Holds no connection of its own and contacts nobody yet. */
export function openBot(settings: TelegramBot, clock: Clock): OpenChannel {
  const api = (): BotApi => {
    const token = settings.token.reveal();
    if (!TOKEN.test(token)) throw tokenRefused('it is not of the form 123456:letters');
    return { url: settings.url, token };
  };
  const doubts = makeDoubts();
  /** New numbers of groups that became supergroups, as long as Porter runs. At most one for each configured group. */
  const moved = new Map<number | string, number>();

  return {
    edits: true,

    async deliver(delivery, signal) {
      using limit = startLimit(clock, PATIENCE, signal);
      return await deliver(delivery, limit.signal);
    },

    async connect(signal) {
      using limit = startLimit(clock, PATIENCE, signal);
      const response = await callBotApi(api(), 'getMe', {}, limit.signal);
      const verdict = classifyBot(response);
      if (verdict.kind === 'fault') throw verdict.fault;
      const me = response.body?.result;
      if (verdict.kind !== 'taken' || !isObject(me)) throw unreadable(response.status);
      return `connected as @${plainText(String(me['username']), 64)} (bot)`;
    },

    hear: (hearing, signal) =>
      hearUpdates(
        async (args, until) => {
          using limit = startLimit(clock, LONG_POLL + PATIENCE, until);
          return await callBotApi(api(), 'getUpdates', args, limit.signal);
        },
        hearing,
        signal,
      ),

    async [Symbol.asyncDispose]() {},
  };

  function deliver(delivery: Delivery, signal: AbortSignal) {
    const bot = api();
    const { chat, topic } = partsOf(delivery.address);
    const { firstTriedAt, notification } = delivery;
    // The Bot API has no key by which it knows a repeat, so people are given one.
    const reference = firstTriedAt === undefined ? undefined : delivery.id.replaceAll('-', '').slice(-8);

    async function call({ rich, edited }: Manner): Promise<Verdict> {
      const to = moved.get(chat) ?? chat;
      const message = {
        chat_id: typeof to === 'string' ? `@${to}` : to,
        link_preview_options: { is_disabled: true },
        ...(rich
          ? { text: toHtml(render(delivery, reference)), parse_mode: 'HTML' }
          : { text: toPlain(render(delivery, reference, LONGEST_MESSAGE / 2)) }),
      };
      if (edited !== undefined) {
        return classifyBot(
          await callBotApi(bot, 'editMessageText', { ...message, message_id: Number(edited) }, signal),
        );
      }
      const fresh = {
        ...message,
        ...(notification.urgency === 'quiet' ? { disable_notification: true } : {}),
        ...(topic === undefined ? {} : { message_thread_id: topic }),
      };
      return classifyBot(await callBotApi(bot, 'sendMessage', fresh, signal));
    }
    return deliverBy(delivery, call, doubts, (to) => void moved.set(chat, to));
  }
}
