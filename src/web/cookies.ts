import type { IncomingMessage, ServerResponse } from 'node:http';

/** Behind TLS the prefix `__Host-` binds a cookie to exactly this host; browsers accept that name only there. */
export const cookieName = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name);

/** The value of one cookie; undefined when it is missing. Of two the first counts: browsers send the more specific path first. */
export function readCookie(req: IncomingMessage, name: string): string | undefined {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}

/** @param life seconds; without it the cookie goes with the browser's session */
export function setCookie(
  res: ServerResponse,
  name: string,
  value: string,
  options: { readonly secure: boolean; readonly life?: number },
): void {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (options.secure) parts.push('Secure');
  if (options.life !== undefined) parts.push(`Max-Age=${options.life}`);
  res.appendHeader('Set-Cookie', parts.join('; '));
}
