import { parseHttpUrl } from '../../kernel/http-url.ts';
import { invisible, joiners } from '../../kernel/invisible.ts';
import { isObject } from '../../kernel/is-object.ts';

/** A token as somebody copied it from somewhere, read. */
export interface PastedToken {
  /** Undefined for the address of a page without a token in it, such as a guest's link. */
  readonly token: string | undefined;
  /** The room that the address leads to, as the client calls it; undefined if no address was pasted. */
  readonly room: string | undefined;
}

/** A token is about 1,000 characters long; no longer text than this is read. */
export const LONGEST_PASTE = 16_384;

/** White space, and what is copied along unseen. No token or address holds any. */
const gaps = new RegExp(`[\\s${invisible}${joiners}]+`, 'gu');
/** Quotes and brackets that people and mail programs put around an address. */
const opening: ReadonlySet<string> = new Set('<("\'`«„“”‘’[');
const closing: ReadonlySet<string> = new Set('>)"\'`»“”‘’],;');
const header = /^(?:authorization:)?bearer(?=ey)|^authorization:/iu;

/**
 * Reads a token however it was pasted: alone, as `Bearer …`, as a whole header, as the response of the token service, or as an
 * address that lets a person in, whose token stands behind `?jwt=` or `#jwt=`; with line breaks and blanks in it. Returns undefined for text
 * that is longer than `LONGEST_PASTE`.
 */
export function readPastedToken(text: string): PastedToken | undefined {
  if (text.length > LONGEST_PASTE) return undefined;
  const pasted = fromResponse(text) ?? text;
  const bare = unwrapped(pasted);
  // The newest web client reads #jwt= before ?jwt=.
  const inAddress = inFragment(bare) ?? /(?:^|[?&;])(?:jwt|token)=([^&#]*)/iu.exec(bare)?.[1];
  const room = readPastedRoom(bare);
  if (inAddress !== undefined) return { token: unwrapped(decoded(inAddress)), room };
  return { token: room === undefined ? unwrapped(bare.replace(header, '')) : undefined, room };
}

/** Returns the last part of the path of a pasted address, percent-decoded; undefined for anything but the address of a page, and for longer text than is read. */
export function readPastedRoom(text: string): string | undefined {
  if (text.length > LONGEST_PASTE) return undefined;
  const url = parseHttpUrl(unwrapped(text));
  if (url === undefined) return undefined;
  const last = url.pathname.split('/').findLast((part) => part !== '');
  return last === undefined ? undefined : decoded(last);
}

/** Strips gaps, and wrapping at both ends: by loops, because `[…]+$` takes the square of the length for a text full of commas. */
function unwrapped(text: string): string {
  const bare = text.replace(gaps, '');
  let from = 0;
  while (opening.has(bare.charAt(from))) from += 1;
  let to = bare.length;
  while (to > from && closing.has(bare.charAt(to - 1))) to -= 1;
  return bare.slice(from, to);
}

/** The token behind `#jwt=`, of several the last one, as the web client takes it. */
function inFragment(address: string): string | undefined {
  const at = address.indexOf('#');
  return at < 0 ? undefined : [...address.slice(at).matchAll(/[#&]jwt=([^&#]*)/giu)].at(-1)?.[1];
}

/** The token in a pasted response of the token service; undefined if this is none. */
function fromResponse(text: string): string | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text.replaceAll('\0', ''));
    const token = isObject(value) ? value['token'] : undefined;
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
