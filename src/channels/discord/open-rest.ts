import { Agent } from 'undici';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import { makeLazy } from '../../kernel/lazy.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { startLimit } from '../../kernel/time-limit.ts';
import { codeOf } from '../../kernel/why-unreachable.ts';
import { STOPPED } from './classify.ts';
import { type Failure, RequestFailed } from './request-failed.ts';
import { makeTransport } from './transport.ts';

/** One request, waiting in the library included. */
const REQUEST_MS = 15 * SECOND;
/** Characters of what Discord says that are kept. */
const LONGEST_WORDS = 200;

export interface Asked {
  readonly method: 'get' | 'post' | 'patch';
  /** Behind the version: `/users/@me`. May hold the secret of a webhook. */
  readonly path: `/${string}`;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, string>>;
  /** The bot token; undefined for a webhook, whose path says who asks. */
  readonly token: string | undefined;
}

export interface DiscordRest extends AsyncDisposable {
  /** Makes one request and resolves with the JSON object or list in the response. Throws `RequestFailed`, and nothing of the library. */
  ask(asked: Asked, signal: AbortSignal): Promise<unknown>;
}

/** Opens Discord's HTTP API; loads the library for the first request. @param api without a slash at the end */
export function openRest({ api, clock }: { readonly api: string; readonly clock: Clock }): DiscordRest {
  const dispatcher = new Agent({ connectTimeout: 10 * SECOND });
  const opened = makeLazy(async () => {
    const { DiscordAPIError, HTTPError, RateLimitError, REST } = await import('@discordjs/rest');
    const rest = new REST({
      api,
      version: '10',
      // Only the outbox retries and waits.
      retries: 0,
      rejectOnRateLimit: () => true,
      // Ours ends before.
      timeout: 2 * REQUEST_MS,
      userAgentAppendix: 'Porter',
      makeRequest: makeTransport(dispatcher),
    });

    function failureOf(error: unknown): Failure | undefined {
      if (error instanceof RequestFailed) return error.failure;
      if (error instanceof RateLimitError) {
        return { kind: 'too-many', afterMs: Math.ceil(error.retryAfter), everywhere: error.global, code: undefined };
      }
      if (error instanceof HTTPError) return { kind: 'response', status: error.status, code: undefined, words: '' };
      if (error instanceof DiscordAPIError) {
        const { status, code } = error;
        // For a status of 400 and more that is no JSON, the library has neither code nor words.
        return typeof code === 'number'
          ? { kind: 'response', status, code, words: wordsOf(error.message) }
          : { kind: 'response', status, code: undefined, words: '' };
      }
      return undefined;
    }
    return { rest, failureOf };
  });

  return {
    async ask({ method, path, body, query, token }, signal) {
      const { rest, failureOf } = await opened.get();
      if (signal.aborted) throw new RequestFailed({ kind: 'not-sent' });
      // After a 401 the library forgets the bot token, and says no more than that it has none.
      if (token !== undefined) rest.setToken(token);
      using limit = startLimit(clock, REQUEST_MS, signal);
      let response: unknown;
      try {
        response = await rest[method](path, {
          signal: limit.signal,
          auth: token !== undefined,
          ...(body === undefined ? {} : { body }),
          ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
        });
      } catch (error) {
        const told = failureOf(error);
        if (told !== undefined) throw new RequestFailed(told);
        if (limit.isUp) throw new RequestFailed({ kind: 'no-response', code: 'TIME_IS_UP' });
        if (signal.aborted) throw new RequestFailed({ kind: 'no-response', code: STOPPED });
        const code = codeOf(error);
        if (code === undefined) throw error;
        throw new RequestFailed({ kind: 'no-response', code });
      }
      if (!isObject(response) && !Array.isArray(response))
        throw new RequestFailed({ kind: 'odd-response', status: 200 });
      return response;
    },

    async [Symbol.asyncDispose]() {
      const { rest } = (await opened.peek()) ?? {};
      rest?.clearHashSweeper();
      rest?.clearHandlerSweeper();
      await dispatcher.destroy();
    },
  };
}

/** Discord's words on one line. What it quotes is what was sent: an address, or the text of a message. */
const wordsOf = (message: string): string => plainText(message.replace(/"[^"]*"/g, '"…"'), LONGEST_WORDS);
