declare const brand: unique symbol;
/** An absolute `http:` or `https:` address without user and password: the only kind that becomes a link on a page. */
export type SafeUrl = string & { readonly [brand]: 'SafeUrl' };

export function parseSafeUrl(text: string): SafeUrl | undefined {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    return undefined;
  }
  return url.href as SafeUrl;
}
