import { ComparedText } from '../kernel/same-text.ts';
import type { Secret } from '../kernel/secret.ts';

/** Who is known by which token. */
export interface Bearer<Caller> {
  /** White space around it does not count: a token from a file may end in a newline. */
  readonly token: Secret;
  readonly caller: Caller;
}

export type Recognised<Caller> =
  | { readonly is: 'known'; readonly caller: Caller }
  /** The request shows no token at all. */
  | { readonly is: 'missing' }
  | { readonly is: 'wrong' };

/** Says whose token one of these texts is. */
export type Recognise<Caller> = (given: readonly string[]) => Recognised<Caller>;

/**
 * Every text that a request shows is compared with every token, whichever fits, each time in constant time: how long it takes tells
 * neither how much of a token was right nor which callers there are. If several fit, the first text counts.
 */
export function makeTokenCheck<Caller>(bearers: readonly Bearer<Caller>[]): Recognise<Caller> {
  const known = bearers.map(({ token, caller }) => ({ token: new ComparedText(token.reveal().trim()), caller }));
  return (given) => {
    if (given.length === 0) return { is: 'missing' };
    let found: Recognised<Caller> = { is: 'wrong' };
    for (const text of given) {
      const shown = new ComparedText(text);
      for (const { token, caller } of known) {
        if (token.is(shown) && found.is === 'wrong') found = { is: 'known', caller };
      }
    }
    return found;
  };
}

/** The token in an `Authorization: Bearer` header, in a list; an empty list if there is none. */
export function bearerToken(authorization = ''): readonly string[] {
  const given = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  return given === undefined ? [] : [given];
}

/**
 * What an `Authorization: Basic` header (RFC 7617) holds: password and user name, without those that are empty; an empty list if there
 * is none. Programs put a token into either.
 */
export function basicTexts(authorization = ''): readonly string[] {
  const given = /^Basic +([\w+/=-]+) *$/i.exec(authorization)?.[1];
  if (given === undefined) return [];
  const text = Buffer.from(given, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return (colon < 0 ? [text] : [text.slice(colon + 1), text.slice(0, colon)]).filter((one) => one !== '');
}
