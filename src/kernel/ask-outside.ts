import { lookup as lookUp } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Agent, buildConnector } from 'undici';
import type { AddressRequest, AddressResponse } from './ask-address.ts';
import { SECOND } from './clock.ts';
import { bareHost } from './host-port.ts';
import { parseHttpDate } from './http-date.ts';
import { hasLogin, parseHttpUrl } from './http-url.ts';
import { isPublicAddress } from './public-address.ts';
import { codeOf, whyNoResponse } from './why-unreachable.ts';

export interface Resolved {
  readonly address: string;
  readonly family: number;
}

export interface OutsideRequest extends AddressRequest {
  /** false: a redirect is shown as it came. */
  readonly follow?: false;
}

export type OutsideResponse =
  | Extract<AddressResponse, { readonly kind: 'none' }>
  | (Extract<AddressResponse, { readonly kind: 'answered' }> & {
      /** By name in lower case; a header that came several times is one text, with commas. */
      readonly headers: Readonly<Record<string, string>>;
    });

/** What may be asked. */
export interface Guard {
  /** Asked about every address of a name before one is connected to, and about the connected one. */
  readonly isAllowed: (address: string) => boolean;
  /** `http:` and every port; otherwise `https:` on its own port, that of Matrix, and those above the system's. */
  readonly clearText: boolean;
  /** All addresses of a host name. */
  readonly resolve: (host: string) => Promise<readonly Resolved[]>;
}

const resolve = (host: string): Promise<readonly Resolved[]> => lookUp(host, { all: true });

/** For addresses that a stranger may choose, or that an operator mistypes. */
export const publicOnly: Guard = { isAllowed: isPublicAddress, clearText: false, resolve };
/** For an operator who says that a private network is meant. */
export const anywhere: Guard = { isAllowed: () => true, clearText: true, resolve };

/** Bytes of a response; a longer one is an error. */
export const LONGEST_RESPONSE = 100_000;
/** For all redirects together. */
const PATIENCE = 10 * SECOND;
const MOST_REDIRECTS = 3;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The guard did not let it happen. */
class NotAllowed extends Error {
  readonly code = 'NOT_ALLOWED';
}
class TooLong extends Error {
  readonly code = 'TOO_LONG';
}

const words: Readonly<Record<string, string>> = {
  NOT_ALLOWED: 'it leads to an address that is not public',
  TOO_LONG: `the response is longer than ${LONGEST_RESPONSE} bytes`,
};

/**
 * Asks an address outside: within 10 s and 100,000 bytes. A GET follows up to three redirects. All addresses of a name are
 * checked, and the one that is connected to is one of the checked ones, whatever the name resolves to a moment later. Never throws.
 */
export async function askOutside(url: string, guard: Guard, asked: OutsideRequest = {}): Promise<OutsideResponse> {
  const { Agent, buildConnector, request } = await import('undici');
  const agent = new Agent({ connect: guarded(guard, buildConnector), pipelining: 0 });
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    let at = mayAsk(url, guard);
    for (let followed = 0; ; followed += 1) {
      const { method = 'GET', headers, body = null } = asked;
      const options = { headers: { accept: '*/*', ...headers }, body, signal, dispatcher: agent, reset: true };
      const response = await request(at, { method, ...options });
      const { location, date } = response.headers;
      const to = typeof location === 'string' ? location : undefined;
      const mayFollow = method === 'GET' && asked.follow !== false && followed < MOST_REDIRECTS;
      if (mayFollow && to !== undefined && redirects.has(response.statusCode)) {
        await response.body.dump();
        at = mayAsk(URL.parse(to, at)?.href ?? '', guard);
        continue;
      }
      const text = await textOf(response.body);
      return {
        ...{ kind: 'answered', status: response.statusCode, text, location: to, date: parseHttpDate(date) },
        headers: inOneText(response.headers),
      };
    }
  } catch (error) {
    const code = codeOf(error) ?? '';
    return { kind: 'none', code, why: words[code] ?? whyNoResponse(error) };
  } finally {
    await (agent as Agent).destroy();
  }
}

const inOneText = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat().join(', ')]));

/** The address as it is asked. Throws if the guard forbids what can be seen of it. */
function mayAsk(text: string, { isAllowed, clearText }: Guard): URL {
  const url = parseHttpUrl(text);
  if (url === undefined || hasLogin(url)) throw new NotAllowed('no web address');
  const port = url.port === '' ? undefined : Number(url.port);
  if (!clearText && (url.protocol !== 'https:' || (port !== undefined && port < 1_024))) throw new NotAllowed('port');
  // Names are checked when they are resolved; this is the address itself, which nobody resolves.
  const host = bareHost(url.hostname);
  if (isIP(host) !== 0 && !isAllowed(host)) throw new NotAllowed('address');
  return url;
}

/** Connects to checked addresses alone, and looks at the connected one again. */
function guarded({ isAllowed, resolve }: Guard, build: typeof buildConnector): buildConnector.connector {
  type Found = (error: Error | null, address?: unknown, family?: number) => void;
  const lookup = (host: string, { all }: { readonly all?: boolean }, found: Found): void => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
          found(new NotAllowed('address'));
        } else if (all) found(null, addresses);
        else found(null, first.address, first.family);
      },
      (error: Error) => found(error),
    );
  };
  const connect = build({ lookup: lookup as never, timeout: PATIENCE });
  return (options, done) =>
    connect(options, (...[error, socket]) => {
      if (error !== null) return done(error, null);
      if (isAllowed(socket.remoteAddress ?? '')) return done(null, socket);
      socket.destroy();
      return done(new NotAllowed('peer'), null);
    });
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop destroys the stream and with it the connection.
    if (size > LONGEST_RESPONSE) throw new TooLong('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
