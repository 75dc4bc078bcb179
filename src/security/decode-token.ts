import { isObject } from '../kernel/is-object.ts';
import type { DecodedToken } from '../meetings/rules/token-verdict.ts';

/** Characters. Far longer than any token of ours. */
const LONGEST_TOKEN = 65_536;

const form = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*$/;

/** Reads a compact JWS (RFC 7515) without checking its signature, which may be empty. Returns undefined for anything else. */
export function decodeToken(token: string): DecodedToken | undefined {
  if (token.length > LONGEST_TOKEN) return undefined;
  const [, head = '', payload = ''] = form.exec(token) ?? [];
  const header = readObject(head);
  const claims = readObject(payload);
  return header && claims && { header, claims };
}

function readObject(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'));
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
