import { doHttpRequest } from '@vector-im/matrix-bot-sdk/lib/http.js';
import { LogService } from '@vector-im/matrix-bot-sdk/lib/logging/LogService.js';
import { setRequestFn } from '@vector-im/matrix-bot-sdk/lib/request.js';
import type { Logger } from '../kernel/log.ts';
import type { Secret } from '../kernel/secret.ts';
import type { JsonObject, Method } from './client.ts';
import { performRequest, type SdkRequest, type TransportResponse } from './transport.ts';

/** Sends one request with one token. Resolves with any response, rejects if there was none. */
export type SdkRequestFunction = (
  method: Method,
  path: string,
  query: Record<string, string | number | boolean>,
  body: JsonObject | undefined,
) => Promise<TransportResponse>;

export interface Sdk {
  /** @param baseUrl without a path */
  connect(baseUrl: string, token: Secret): SdkRequestFunction;
}

/**
 * Gives the SDK our transport and our log. No other file loads the SDK, and this one is loaded with the first request.
 *
 * We use `doHttpRequest`, the function behind the SDK's `doRequest`, and import it from its own file. The package's `index`
 * would also load a second web framework and the native crypto part (28 MB, a quarter of a second); it cannot be loaded here
 * at all, because the native part's install script is denied.
 */
export function prepareSdk(log: Logger): Sdk {
  // The SDK hands whole errors, responses and URLs to its logger: only the module's name is passed on (hardening L1).
  const quiet = (module: string) => log.debug('the Matrix SDK reports trouble', { module: String(module) });
  LogService.setLogger({ error: quiet, warn: quiet, info() {}, debug() {}, trace() {} });
  type Done = (error: unknown, response?: TransportResponse, body?: unknown) => void;
  setRequestFn((wanted: SdkRequest, done: Done) => {
    performRequest(wanted).then((response) => done(null, response, response.body), done);
  });
  return {
    connect: (baseUrl, token) => async (method, path, query, body) => {
      const headers = { Authorization: `Bearer ${token.reveal()}` };
      try {
        // With `raw` and an error handler that does nothing, every response comes back whole; refusals are thrown.
        const response: unknown = await doHttpRequest(
          ...([baseUrl, method, path, query, body ?? null, headers, 0, true, 'application/json', false] as const),
          { errorHandler: () => undefined },
        );
        return response as TransportResponse;
      } catch (thrown) {
        if (isResponse(thrown)) return thrown;
        throw thrown;
      }
    },
  };
}

const isResponse = (thrown: unknown): thrown is TransportResponse =>
  typeof thrown === 'object' &&
  thrown !== null &&
  'statusCode' in thrown &&
  'headers' in thrown &&
  !(thrown instanceof Error);
