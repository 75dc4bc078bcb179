import type { ResponseLike } from '@discordjs/rest';
import { type Dispatcher, request } from 'undici';
import { HOUR, SECOND } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import { RequestFailed } from './request-failed.ts';

/** Bytes of a response. The longest that is asked for is 1,000 members of a server. */
const LONGEST_RESPONSE = 4 * 1024 * 1024;
/** The wait after a 429 that names none. */
const UNSAID = 30 * SECOND;
/** Longer waits for one kind of request are not left to the library: it keeps a timer for each, and the process with it. */
const LONGEST_BUCKET_SECONDS = 5;

/** What the library hands over; its type speaks of another version of undici. */
interface Init {
  readonly method?: string;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: unknown;
}

/**
 * Makes the function through which the library sends: one request and its whole response; nothing is repeated. The library's own function
 * leaves things open that this one decides: the time limit holds for the body as well, a response has a greatest size, a redirect is no
 * success, only JSON passes for JSON, and the wait of a 429 is exact (`retry_after` has fractions; the header that the library reads has none).
 */
export const makeTransport =
  (dispatcher: Dispatcher) =>
  async (url: string, init: Init): Promise<ResponseLike> => {
    const { statusCode, headers, body } = await request(url, {
      method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: init.headers as Record<string, string>,
      body: (init.body ?? null) as string | null,
      signal: init.signal as AbortSignal,
      dispatcher,
      // The request's own limit ends it through the signal.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const text = await readAll(body, statusCode);
    if (statusCode < 200 || (statusCode >= 300 && statusCode < 400)) {
      throw new RequestFailed({ kind: 'odd-response', status: statusCode });
    }
    const json = parsed(text);
    if (statusCode === 429) throw tooMany(json, headers);
    return {
      ok: statusCode < 300,
      status: statusCode,
      statusText: '',
      headers: new Headers({
        'content-type': json === undefined ? 'text/plain' : 'application/json',
        ...(isShortWait(headers) ? bucketOf(headers) : {}),
      }),
      body: null,
      bodyUsed: false,
      text: async () => text,
      json: async () => json,
      arrayBuffer: async () => new TextEncoder().encode(text).buffer,
    };
  };

type Received = Readonly<Record<string, string | string[] | undefined>>;

async function readAll(body: AsyncIterable<Buffer>, status: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size > LONGEST_RESPONSE) throw new RequestFailed({ kind: 'odd-response', status });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The JSON object or list that a body is; undefined for anything else. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) || Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function tooMany(json: unknown, headers: Received): RequestFailed {
  const body = isObject(json) ? json : {};
  const seconds = [body['retry_after'], Number(headers['retry-after'] ?? Number.NaN)].find(
    (value): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  );
  return new RequestFailed({
    kind: 'too-many',
    afterMs: Math.min(HOUR, seconds === undefined ? UNSAID : Math.ceil(seconds * SECOND)),
    // What stands in front of Discord and bars an address knows no scope.
    everywhere: body['global'] === true || headers['x-ratelimit-scope'] === undefined,
    code: typeof body['code'] === 'number' ? body['code'] : undefined,
  });
}

const isShortWait = (headers: Received): boolean =>
  Number(headers['x-ratelimit-reset-after'] ?? Number.NaN) <= LONGEST_BUCKET_SECONDS;

const bucketOf = (headers: Received): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-ratelimit-') && typeof value === 'string' ? [[name, value]] : [],
    ),
  );
