import { type AddressResponse, askAddress, askFollowing, jsonObjectIn } from '../kernel/ask-address.ts';
import { hasLogin, parseHttpUrl } from '../kernel/http-url.ts';
import { isObject } from '../kernel/is-object.ts';

/** Where clients look up the homeserver of a server name: without its port (Client-Server API, well-known URIs). */
export const clientWellKnownUrl = (serverName: string): string =>
  `https://${serverName.replace(/:\d+$/, '')}/.well-known/matrix/client`;

/**
 * Where the well-known file of this server name sends clients, without a slash at its end: `https://matrix.example.org`. Undefined
 * if there is no valid file, or the name cannot be asked. Never throws.
 */
export async function readClientWellKnown(
  serverName: string,
  ask: (url: string) => Promise<AddressResponse> = askAddress,
): Promise<string | undefined> {
  const url = URL.parse(clientWellKnownUrl(serverName));
  // Reserved names (RFC 6761) never resolve.
  if (url === null || /(?:^|\.)(?:test|invalid|localhost)$/.test(url.hostname)) return undefined;
  const response = await askFollowing(url.href, ask);
  return response.kind === 'answered' && response.status === 200
    ? clientBaseUrl(jsonObjectIn(response.text))
    : undefined;
}

/** The address of the homeserver that a well-known file names; undefined if it names none that clients could use. */
export function clientBaseUrl(file: Readonly<Record<string, unknown>>): string | undefined {
  const told = file['m.homeserver'];
  const base = isObject(told) && typeof told['base_url'] === 'string' ? parseHttpUrl(told['base_url']) : undefined;
  return base !== undefined && !hasLogin(base) ? `${base.origin}${base.pathname}`.replace(/\/+$/, '') : undefined;
}
