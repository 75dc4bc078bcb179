import { isIP } from 'node:net';
import { Agent } from 'undici';
import { type Clock, SECOND } from '../kernel/clock.ts';
import { bareHost } from '../kernel/host-port.ts';
import { codeOf } from '../kernel/why-unreachable.ts';
import { clientBaseUrl } from './client-well-known.ts';
import { performRequest, requestContext } from './transport.ts';

export interface Discovered {
  readonly serverName: string;
  /** `guess`: nothing confirmed it, so a person should look at it. */
  readonly how: 'told' | 'confirmed' | 'guess';
}

/** Nothing there speaks Matrix. */
export interface NotFound {
  readonly how: 'not-found';
  /** Why nothing answered at all, for `whyUnreachable`; undefined if something did. */
  readonly code: string | undefined;
}

const TIME_LIMIT = 5 * SECOND;
const LONGEST = 100_000;

/**
 * Finds the server name (the part of user IDs after the `:`) of the homeserver at `url`, without a token. Its signing keys say
 * it where the same listener serves federation. Otherwise names are guessed from the addresses, and the homeserver is asked
 * whether they are its own.
 */
export async function discoverServerName(url: string, clock: Clock): Promise<Discovered | NotFound> {
  const base = url.replace(/\/+$/, '');
  const dispatcher = new Agent();
  let code: string | undefined;
  const get = async (path: string): Promise<{ status: number; body: Readonly<Record<string, unknown>> }> => {
    const ending = new AbortController();
    const stop = clock.after(TIME_LIMIT, () => ending.abort());
    try {
      const context = { dispatcher, signal: ending.signal, longestResponse: LONGEST };
      const response = await requestContext.run(context, () =>
        performRequest({ uri: base + path, method: 'GET', headers: {} }),
      );
      const body: unknown = JSON.parse(String(response.body));
      return { status: response.statusCode, body: typeof body === 'object' && body !== null ? { ...body } : {} };
    } catch (error) {
      code ??= codeOf(error);
      return { status: 0, body: {} };
    } finally {
      stop();
    }
  };
  try {
    if (!Array.isArray((await get('/_matrix/client/versions')).body['versions'])) return { how: 'not-found', code };
    const told = (await get('/_matrix/key/v2/server')).body['server_name'];
    if (typeof told === 'string' && told !== '') return { serverName: told, how: 'told' };
    const publicUrl = clientBaseUrl((await get('/.well-known/matrix/client')).body);
    const guesses = namesFrom([publicUrl ?? '', base]);
    for (const guess of guesses) {
      // It returns M_NOT_FOUND for an unknown alias of its own; for one of another server it would have to ask there.
      const alias = encodeURIComponent(`#porter_is_this_your_name:${guess}`);
      const response = await get(`/_matrix/client/v3/directory/room/${alias}`);
      if (response.status === 404 && response.body['errcode'] === 'M_NOT_FOUND')
        return { serverName: guess, how: 'confirmed' };
    }
    const first = guesses[0];
    return first === undefined ? { how: 'not-found', code: undefined } : { serverName: first, how: 'guess' };
  } finally {
    await dispatcher.destroy();
  }
}

/** `https://matrix.example.org:8448/` → `example.org`, `matrix.example.org`, with and without the port. */
function namesFrom(urls: readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const text of urls) {
    const url = URL.parse(text);
    if (url === null) continue;
    const { hostname, host } = url;
    const parent = hostname.split('.').slice(1).join('.');
    if (isIP(bareHost(hostname)) === 0 && parent.includes('.')) names.add(parent);
    names.add(hostname);
    names.add(host);
  }
  return [...names];
}
