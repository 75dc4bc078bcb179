import { doHttpRequest } from '@vector-im/matrix-bot-sdk/lib/http.js';
import { LogService } from '@vector-im/matrix-bot-sdk/lib/logging/LogService.js';
import { setRequestFn } from '@vector-im/matrix-bot-sdk/lib/request.js';
import type { Logger } from '../kernel/log.ts';
import type { Secret } from '../kernel/secret.ts';
import type { JsonObject, Method } from './client.ts';
import { performRequest, type SdkRequest, type TransportAnswer } from './transport.ts';

/** Sends one request under one token; resolves with any answer, rejects when there was none. */
export type SdkRequestFunction = (
  method: Method,
  path: string,
  query: Record<string, string | number | boolean>,
  body: JsonObject | undefined,
) => Promise<TransportAnswer>;

export interface Sdk {
  /** @param baseUrl without a path */
  connect(baseUrl: string, token: Secret): SdkRequestFunction;
}

/**
 * The SDK, with our transport and our log in it. The only file that loads it, and itself loaded with the first request.
 *
 * Of the SDK we use `doHttpRequest`, the function behind its `doRequest`, from the file that holds it: the package's `index`
 * also loads a second web framework and the native crypto part, whose install script is denied here (28 MB and a quarter of a
 * second; without the native part it cannot be loaded at all).
 */
export function prepareSdk(log: Logger): Sdk {
  // What the SDK hands to its logger are whole errors, answers and URLs: only the place is passed on (hardening L1).
  const quiet = (module: string) => log.debug('the Matrix SDK reports trouble', { module: String(module) });
  LogService.setLogger({ error: quiet, warn: quiet, info() {}, debug() {}, trace() {} });
  type Done = (error: unknown, answer?: TransportAnswer, body?: unknown) => void;
  setRequestFn((wanted: SdkRequest, done: Done) => {
    performRequest(wanted).then((answer) => done(null, answer, answer.body), done);
  });
  return {
    connect: (baseUrl, token) => async (method, path, query, body) => {
      const headers = { Authorization: `Bearer ${token.reveal()}` };
      try {
        // `raw` and a handler without opinion: every answer comes back whole, refusals by way of `throw`.
        const answer: unknown = await doHttpRequest(
          ...([baseUrl, method, path, query, body ?? null, headers, 0, true, 'application/json', false] as const),
          { errorHandler: () => undefined },
        );
        return answer as TransportAnswer;
      } catch (thrown) {
        if (isAnswer(thrown)) return thrown;
        throw thrown;
      }
    },
  };
}

const isAnswer = (thrown: unknown): thrown is TransportAnswer =>
  typeof thrown === 'object' &&
  thrown !== null &&
  'statusCode' in thrown &&
  'headers' in thrown &&
  !(thrown instanceof Error);
