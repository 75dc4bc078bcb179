/** An absolute `http:` or `https:` address; undefined for anything else. */
export function parseHttpUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** True if the address has a user name or a password in it. */
export const hasLogin = ({ username, password }: URL): boolean => username !== '' || password !== '';
