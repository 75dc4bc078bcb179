import type { Credential } from '../../config/fields.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { done, type JobResult, refused } from '../../outbox/job.ts';
import type { Delivery, OpenChannel } from '../../ports/channel.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import { partsOf } from './address.ts';
import { checkIntents } from './ask-gateway.ts';
import { makeBot } from './bot.ts';
import { classify, NEW_TOKEN } from './classify.ts';
import { makeHear } from './hears.ts';
import { type Ask, edit, idIn, newMessage } from './messages.ts';
import { openRest } from './open-rest.ts';
import { makePeople } from './people.ts';
import { render } from './render.ts';
import { RequestFailed } from './request-failed.ts';
import { webhookOf } from './webhook.ts';

export interface DiscordSettings {
  /** Of the bot. Undefined: webhooks alone. */
  readonly token?: Credential | undefined;
  readonly webhooks: Readonly<Record<string, Credential>>;
  readonly serverUrl: string | undefined;
  /** Where the API answers, without a slash at the end. */
  readonly api: string;
}

export interface DiscordNeeds {
  readonly clock: Clock;
  readonly memory: MemoryStore;
  readonly log: Logger;
}

/**
 * Opens the channel to Discord: messages of a bot into channels and to people, and of webhooks; a bot also hears. It contacts nobody
 * yet.
 */
export function openDiscord(settings: DiscordSettings, { clock, memory, log }: DiscordNeeds): OpenChannel {
  const { webhooks, serverUrl, api } = settings;
  const host = new URL(api).host;
  const rest = openRest({ api, clock });
  const people = makePeople(memory);
  const bot = makeBot({ clock, people, serverUrl });

  function botToken(): string {
    if (settings.token === undefined) {
      throw new Fault('Only a bot can write to this address, and no bot is configured', {
        ...{ code: 'discord.no-bot', retryable: false, scope: 'person' },
        remedy: 'Set channels.discord.token, or write to a webhook: discord:webhook:NAME.',
      });
    }
    const token = settings.token
      .reveal()
      .trim()
      .replace(/^Bot\s+/i, '');
    if (/^[\x21-\x7e]+$/.test(token)) return token;
    throw new Fault('What channels.discord.token holds is not a bot token', {
      ...{ code: 'discord.token-refused', retryable: false, scope: 'channel', remedy: NEW_TOKEN },
    });
  }

  const asBot =
    (signal: AbortSignal): Ask =>
    (asked) =>
      rest.ask({ ...asked, token: botToken() }, signal);

  /** Posts by a webhook. It has no nonce and cannot read the channel, so what it posts may come twice. */
  async function postByWebhook(
    name: string,
    delivery: Delivery,
    signal: AbortSignal,
    posting: () => void,
  ): Promise<JobResult> {
    const { path, thread } = webhookOf(name, webhooks);
    const inThread = thread === undefined ? {} : { thread_id: thread };
    const ask: Ask = (asked) =>
      rest.ask({ ...asked, query: { ...asked.query, ...inThread }, token: undefined }, signal);
    const content = render(delivery);
    const edited = await edit(`${path}/messages`, delivery, content, ask);
    if (edited !== undefined || delivery.onlyInPlace) return edited ?? done();
    posting();
    // Without `wait` the service answers before it has kept the message.
    const asked = { method: 'post', path, query: { wait: 'true' }, body: newMessage(content, delivery) } as const;
    return done({ id: idIn(await ask(asked)) });
  }

  /** The names of the webhooks, with what is wrong with single ones. Throws if none works. */
  async function webhooksThatWork(signal: AbortSignal): Promise<string> {
    const works: string[] = [];
    const faults: Fault[] = [];
    for (const name of Object.keys(webhooks)) {
      try {
        const found = await classified(async () => {
          await rest.ask({ method: 'get', path: webhookOf(name, webhooks).path, token: undefined }, signal);
        });
        works.push(found === undefined ? name : `${name} (refused: ${found.refused})`);
      } catch (error) {
        if (!(error instanceof Fault) || error.scope !== 'person') throw error;
        faults.push(error);
        works.push(`${name} (${error.message})`);
      }
    }
    if (faults[0] !== undefined && faults.length === works.length) throw faults[0];
    return `${works.join(', ')} (${works.length === 1 ? 'webhook' : 'webhooks'})`;
  }

  /** Runs requests and says what their failure means. @param work gets a function to call when a message is about to leave */
  async function classified<Result>(
    work: (posting: () => void) => Promise<Result>,
  ): Promise<Result | { readonly refused: string }> {
    let posts = false;
    try {
      return await work(() => {
        posts = true;
      });
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      const found = classify(error.failure, { posts, host, serverUrl });
      if (found instanceof Fault) throw found;
      return found;
    }
  }

  /** Runs requests that nobody can be refused but the bot. Throws `Fault`. */
  async function answered<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const found = await classified(async () => ({ answer: await work() }));
    if ('answer' in found) return found.answer;
    throw new Fault('Discord refuses the bot', {
      ...{ code: 'discord.refused', retryable: false, scope: 'channel', words: found.refused },
    });
  }

  /** The words of a failure that concerns one channel or person alone. Throws everything else. */
  function wordsOf(error: unknown): string {
    if (!(error instanceof RequestFailed)) throw error;
    const found = classify(error.failure, { posts: false, host, serverUrl });
    if (!(found instanceof Fault)) return found.refused;
    if (found.retryable || found.scope !== 'person') throw found;
    return `${found.message}. ${found.remedy ?? ''}`.trim();
  }

  return {
    edits: true,

    async deliver(delivery, signal) {
      const to = partsOf(delivery.address);
      const result = await classified((posting) =>
        to.kind === 'webhook'
          ? postByWebhook(to.name, delivery, signal, posting)
          : bot.deliver(to, delivery, asBot(signal), posting),
      );
      return 'refused' in result ? refused(result.refused) : result;
    },

    async connect(signal) {
      const who = await answered(async () =>
        settings.token === undefined
          ? await webhooksThatWork(signal)
          : `${plainText(await bot.whoAmI(asBot(signal)), 64)} (bot)`,
      );
      return `connected as ${who}`;
    },

    ...(settings.token === undefined
      ? {}
      : {
          hear: makeHear({ asBot, token: botToken, api, people, memory, clock, log, wordsOf }),
          async mayHear(addresses: readonly string[], signal: AbortSignal) {
            await answered(() => checkIntents(asBot(signal), addresses));
          },
        }),

    [Symbol.asyncDispose]: () => rest[Symbol.asyncDispose](),
  };
}
