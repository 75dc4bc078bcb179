import { hasLogin, parseHttpUrl } from '../kernel/http-url.ts';

declare const brand: unique symbol;
/** An absolute `http:` or `https:` address without user and password: the only kind that becomes a link on a page. */
export type SafeUrl = string & { readonly [brand]: 'SafeUrl' };

export function parseSafeUrl(text: string): SafeUrl | undefined {
  const url = parseHttpUrl(text);
  return url === undefined || hasLogin(url) ? undefined : (url.href as SafeUrl);
}
