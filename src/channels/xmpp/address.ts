import { domainToASCII } from 'node:url';
import type { ReadAddress } from '../../ports/channel.ts';

/** Bytes of each part of an address (RFC 7622). */
const LONGEST_PART = 1_023;

/** RFC 7622, section 3.3.1, and what Unicode calls a blank or a control character. */
const notInName = /["&'/:<>@\s\p{C}]/u;

/**
 * A person (`ops@example.org`) or a group chat. In text a group chat ends with `?join`, as in the links that clients show.
 *
 * @property jid bare and in lower case
 */
export interface XmppAddress {
  readonly kind: 'person' | 'room';
  readonly jid: string;
}

const WHAT = 'must be an XMPP address such as ops@example.org, or a group chat such as muc:room@conference.example.org';
const no = (sentence: string) => ({ ok: false, sentence }) as const;

/**
 * Reads what stands behind `xmpp:`: `ops@example.org`, `room@conference.example.org?join`, `muc:room@conference.example.org`.
 * Blanks around it, an `@` in front, a second `xmpp:` and `?message` are taken as well, because nothing else can be meant.
 */
export const readAddress: ReadAddress = (text) => {
  if (text.length > 4_000) return no('must have at most 3,071 bytes');
  const [, muc, bare = '', query = ''] =
    /^(?:xmpp:(?:\/\/)?)?(muc:)?@?([^?]*)(?:\?(.*))?$/is.exec(text.trim().replace(/^xmpp:/i, '')) ?? [];
  const [action = '', ...more] = query.toLowerCase().split(';');
  if (more.some((part) => part.startsWith('password='))) {
    return no('must be a group chat that needs no password: make the account of Porter a member of it instead');
  }
  if (more.length > 0 || !['', 'join', 'message'].includes(action) || (muc !== undefined && action === 'message')) {
    return no('must have nothing behind the "?" but join');
  }
  if (/^[^/]*@[^/]*\//.test(bare)) return no('must be without a resource: leave out the "/" and what stands behind it');
  const at = bare.lastIndexOf('@');
  const name = bare.slice(0, Math.max(at, 0)).normalize('NFC').toLowerCase();
  const domain = readDomain(bare.slice(at + 1));
  if (name === '' || notInName.test(name) || Buffer.byteLength(name) > LONGEST_PART || domain === undefined) {
    return no(WHAT);
  }
  return { ok: true, address: `${name}@${domain}${muc === undefined && action !== 'join' ? '' : '?join'}` };
};

/** Takes apart what `readAddress` returned. */
export function parseAddress(address: string): XmppAddress {
  const [jid = '', query] = address.split('?');
  return { kind: query === 'join' ? 'room' : 'person', jid };
}

/** The bare form of an address with or without a resource, as servers write it. */
export const bareOf = (jid: string): string => (jid.split('/')[0] ?? '').toLowerCase();

/** Returns a domain or an IPv4 address in lower case and without a dot at its end; undefined for other text. */
export function readDomain(text: string): string | undefined {
  const name = text.trim().normalize('NFC').toLowerCase().replace(/\.$/, '');
  // domainToASCII drops ports, paths and user parts without a word, so of ASCII only what belongs to names may pass.
  if (name === '' || /[\x00-\x2c\x2f\x3a-\x60\x7b-\x7f\s]/.test(name)) return undefined;
  const ascii = domainToASCII(name);
  const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
  return ascii !== '' && ascii.length <= 253 && ascii.split('.').every((part) => label.test(part)) ? name : undefined;
}
