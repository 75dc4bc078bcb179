import type { Logger } from '../kernel/log.ts';
import type { Secret } from '../kernel/secret.ts';
import type { JsonObject, Method } from './client.ts';
import { guardMatrixCrypto } from './matrix-crypto-guard.ts';
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
 * Loads the SDK, with our transport and our log in it. The only file that does.
 *
 * Its single files are loaded, not its `index`, which brings a second web framework: 16 MB and a third of a second.
 * Loaded dynamically, because a bundler would move a static import of a package in front of the guard.
 */
export async function loadSdk(log: Logger): Promise<Sdk> {
  guardMatrixCrypto();
  const [{ MatrixClient }, { setRequestFn }, { LogService }] = await Promise.all([
    import('@vector-im/matrix-bot-sdk/lib/MatrixClient.js'),
    import('@vector-im/matrix-bot-sdk/lib/request.js'),
    import('@vector-im/matrix-bot-sdk/lib/logging/LogService.js'),
  ]);
  // What the SDK hands to its logger are whole errors, answers and URLs: only the place is passed on (hardening L1).
  const quiet = (module: string) => log.debug('the Matrix SDK reports trouble', { module: String(module) });
  LogService.setLogger({ error: quiet, warn: quiet, info() {}, debug() {}, trace() {} });
  type Done = (error: unknown, answer?: TransportAnswer, body?: unknown) => void;
  setRequestFn((wanted: SdkRequest, done: Done) => {
    performRequest(wanted).then((answer) => done(null, answer, answer.body), done);
  });
  return {
    connect(baseUrl, token) {
      const client = new MatrixClient(baseUrl, token.reveal());
      return async (method, path, query, body) => {
        try {
          // `raw` and a handler without opinion: every answer comes back whole, refusals by way of `throw`.
          const answer: unknown = await client.doRequest(
            method,
            path,
            { ...query },
            body ?? null,
            0,
            true,
            'application/json',
            false,
            { errorHandler: () => undefined },
          );
          return answer as TransportAnswer;
        } catch (thrown) {
          if (isAnswer(thrown)) return thrown;
          throw thrown;
        }
      };
    },
  };
}

const isAnswer = (thrown: unknown): thrown is TransportAnswer =>
  typeof thrown === 'object' &&
  thrown !== null &&
  'statusCode' in thrown &&
  'headers' in thrown &&
  !(thrown instanceof Error);
