import { atBase, type FoundHomeserver, findHomeserver } from '../../homeserver/find-homeserver.ts';
import { type LoggedIn, logIn } from '../../homeserver/log-in.ts';
import { anywhere, askOutside, publicOnly } from '../../kernel/ask-outside.ts';
import { parseUserId, serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { Secret } from '../../kernel/secret.ts';

export interface OutsideOptions {
  /** Private addresses and `http:` may be asked as well. */
  readonly allowPrivate?: boolean;
}

const asking =
  ({ allowPrivate }: OutsideOptions) =>
  (...[url, asked]: [url: string, asked?: Parameters<typeof askOutside>[2]]) =>
    askOutside(url, allowPrivate === true ? anywhere : publicOnly, asked);

/** Finds the homeserver of a server name; undefined if it is no server name. */
export async function findOutside(domain: string, options: OutsideOptions): Promise<FoundHomeserver | undefined> {
  // A server name is whatever can stand behind the colon of a user ID.
  if (parseUserId(`@a:${domain}`) === undefined || !URL.canParse(`https://${domain}/`)) return undefined;
  return await findHomeserver(domain, asking(options));
}

/** Logs in, and asks for the password only once the homeserver has been found. */
export async function logInOutside(
  user: UserId,
  askPassword: () => Promise<Secret>,
  options: OutsideOptions & { readonly url?: string },
): Promise<(LoggedIn & { readonly ok: true; readonly baseUrl: string }) | (LoggedIn & { readonly ok: false })> {
  const ask = asking(options);
  const url = options.url?.replace(/\/+$/, '');
  const found = await (url === undefined ? findHomeserver(serverNameOf(user), ask) : atBase(url, 'published', ask, ''));
  if (!found.ok) return found;
  const { baseUrl } = found;
  const entered = await logIn(ask, { baseUrl, user, password: await askPassword() });
  return entered.ok ? { ...entered, baseUrl } : entered;
}
