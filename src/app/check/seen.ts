import { isIP } from 'node:net';
import type { Seen } from '../../doors/site/routes/arrivals.ts';
import { type AddressRequest, type AddressResponse, askAddress, jsonObjectIn } from '../../kernel/ask-address.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import type { CheckTokens } from '../check-tokens.ts';

/** `other`: something answered that is no Porter with the same key. */
export type SiteResponse =
  | { readonly kind: 'seen'; readonly seen: Seen }
  | { readonly kind: 'other'; readonly status: number; readonly location: string | undefined }
  | Extract<AddressResponse, { readonly kind: 'none' }>;

type Asking = (url: string, asked: AddressRequest) => Promise<AddressResponse>;

/** Asks what a running Porter saw of this very request. @param more further headers */
export async function askSeen(
  base: string,
  { seen: token }: CheckTokens,
  ask: Asking = askAddress,
  more: Readonly<Record<string, string>> = {},
): Promise<SiteResponse> {
  const response = await ask(`${base}/.porter/seen`, { headers: { 'x-porter-seen': token, ...more } });
  if (response.kind === 'none') return response;
  const { status, text, location } = response;
  const said = jsonObjectIn(text);
  if (status !== 200 || typeof said['peer'] !== 'string') return { kind: 'other', status, location };
  const word = (name: keyof Seen) => (typeof said[name] === 'string' ? said[name] : null);
  return {
    kind: 'seen',
    seen: {
      ...{ client: word('client'), peer: said['peer'], run: word('run') ?? '' },
      ...{ forwardedProto: word('forwardedProto'), host: word('host') },
      forwardedFor: Array.isArray(said['forwardedFor']) ? said['forwardedFor'].map(String) : [],
    },
  };
}

/** Asks the listener itself, past the proxy. */
export function askDirectly(listen: HostPort, tokens: CheckTokens): Promise<SiteResponse> {
  // "All addresses" can be listened on but not called.
  const host = listen.host === '0.0.0.0' ? '127.0.0.1' : listen.host === '::' ? '::1' : listen.host;
  return askSeen(`http://${isIP(host) === 6 ? `[${host}]` : host}:${listen.port}`, tokens);
}
