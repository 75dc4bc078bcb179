import { SECOND } from './clock.ts';
import { parseHttpDate } from './http-date.ts';
import { codeOf, whyNoResponse } from './why-unreachable.ts';

/** Bytes of a response that are read. */
const LONGEST = 100_000;
const PATIENCE = 10 * SECOND;

export interface AddressRequest {
  /** Left out: GET. */
  readonly method?: 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type AddressResponse =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The first 100,000 bytes. */
      readonly text: string;
      /** Where a redirect leads, as it came. */
      readonly location: string | undefined;
      /** Of the header `Date`, epoch milliseconds. */
      readonly date: number | undefined;
    }
  /** `code`: for `remedyUnreachable`; `why`: in words. */
  | { readonly kind: 'none'; readonly code: string; readonly why: string };

/**
 * Asks one address once, as a stranger: without a token, within 10 s, and following no redirect, because that may lead into a
 * private network. Never throws.
 */
export async function askAddress(
  url: string,
  { method, headers, body }: AddressRequest = {},
): Promise<AddressResponse> {
  try {
    // Loaded with the first request, because nothing at the start of Porter needs it.
    const { request } = await import('undici');
    const response = await request(url, {
      method: method ?? 'GET',
      headers: { accept: '*/*', ...headers },
      body: body ?? null,
      signal: AbortSignal.timeout(PATIENCE),
      reset: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      // Leaving the loop destroys the stream and with it the connection.
      if (size >= LONGEST) break;
    }
    const { location, date } = response.headers;
    return {
      kind: 'answered',
      status: response.statusCode,
      text: Buffer.concat(chunks).subarray(0, LONGEST).toString('utf8'),
      location: typeof location === 'string' ? location : undefined,
      date: parseHttpDate(date),
    };
  } catch (error) {
    return { kind: 'none', code: codeOf(error) ?? '', why: whyNoResponse(error) };
  }
}

const MOST_REDIRECTS = 3;

/**
 * Asks as `askAddress` does and follows at most three redirects, only to `https` addresses. For what an operator's own server name
 * leads to, never for an address that a stranger chose.
 */
export async function askFollowing(
  url: string,
  ask: (url: string) => Promise<AddressResponse> = askAddress,
): Promise<AddressResponse> {
  let at = url;
  let response = await ask(at);
  for (let followed = 0; followed < MOST_REDIRECTS; followed += 1) {
    const next = redirectOf(response, at);
    if (next === undefined) break;
    at = next;
    response = await ask(at);
  }
  return response;
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function redirectOf(response: AddressResponse, from: string): string | undefined {
  if (response.kind === 'none' || !redirects.has(response.status) || response.location === undefined) return undefined;
  const to = URL.parse(response.location, from);
  return to?.protocol === 'https:' ? to.href : undefined;
}

/** The JSON object that a text holds; `{}` for anything else. */
export function jsonObjectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
