import { createHmac, hkdfSync } from 'node:crypto';
import { Fault } from '../kernel/fault.ts';
import type { Ids } from '../kernel/ids.ts';
import { sameText } from '../kernel/same-text.ts';
import type { Secret } from '../kernel/secret.ts';

/** What a derived key is for. The key of one purpose reveals nothing about the key of another (HKDF, RFC 5869). */
export type KeyPurpose = 'links' | 'codes' | 'addresses' | 'forms' | 'check';

/** The keys of this installation. A key file is a list of `<id> <key>`, newest first. */
export interface KeyRing {
  /** 32 bytes for this purpose, derived from the newest key: for everything that is made now. */
  newest(purpose: KeyPurpose): Buffer;
  /** Derived from the oldest key: for values that must stay comparable for ever, such as hashes of addresses. */
  oldest(purpose: KeyPurpose): Buffer;
  /** Derived from every key, newest first: for checking values that an earlier key may have made. */
  every(purpose: KeyPurpose): readonly Buffer[];
  /** `<id> <32 hex digits>`, stored in the database to notice a missing or different key. Reveals nothing about the key. */
  keyCheck(): string;
  /** True if one of these keys made this check value. */
  knows(check: string): boolean;
}

const KEY_BYTES = 32;
const lineForm = /^([A-Za-z0-9_-]{1,32}) ([A-Za-z0-9_-]{43})$/;

/**
 * Makes a new key and returns it as the one line of a new key file. Only `porter init` and the demo call this: a server that made
 * a new key by itself would silently void every link and lose every sealed value.
 */
export const newKeyLine = (ids: Ids, id: string): string => `${id} ${ids.random(KEY_BYTES).toString('base64url')}`;

/** Reads a key file. Throws `Fault` `key.unreadable` for anything but a list of keys; the fault repeats none of it. */
export function parseKeyRing(content: Secret): KeyRing {
  const keys: { readonly id: string; readonly secret: Buffer }[] = [];
  for (const line of content.reveal().split(/\r?\n/)) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, id = '', text = ''] = lineForm.exec(line.trim()) ?? [];
    const secret = Buffer.from(text, 'base64url');
    if (secret.length !== KEY_BYTES || keys.some((key) => key.id === id)) throw unreadable();
    keys.push({ id, secret });
  }
  const [newest] = keys;
  const oldest = keys.at(-1);
  if (newest === undefined || oldest === undefined) throw unreadable();

  const checkOf = (key: { readonly id: string; readonly secret: Buffer }) =>
    `${key.id} ${createHmac('sha256', derive(key.secret, 'check')).update('porter').digest('hex').slice(0, 32)}`;
  return {
    newest: (purpose) => derive(newest.secret, purpose),
    oldest: (purpose) => derive(oldest.secret, purpose),
    every: (purpose) => keys.map((key) => derive(key.secret, purpose)),
    keyCheck: () => checkOf(newest),
    knows: (check) => keys.some((key) => sameText(checkOf(key), check)),
  };
}

const derive = (key: Buffer, purpose: KeyPurpose) =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `porter/${purpose}`, KEY_BYTES));

function unreadable(): Fault {
  return new Fault('The key file is not a list of "<id> <key>" lines as `porter init` makes it', {
    code: 'key.unreadable',
    retryable: false,
    scope: 'channel',
    remedy: 'Put the key file of this installation back from its backup.',
  });
}
