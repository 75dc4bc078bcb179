import { sameText } from '../kernel/same-text.ts';
import type { Secret } from '../kernel/secret.ts';

/** Who is known by which token. */
export interface Bearer<Caller> {
  /** White space around it does not count: a token from a file may end in a newline. */
  readonly token: Secret;
  readonly caller: Caller;
}

export type Recognised<Caller> =
  | { readonly is: 'known'; readonly caller: Caller }
  /** `missing`: the header holds no bearer token at all. */
  | { readonly is: 'missing' | 'wrong' };

/**
 * Says whose token an `Authorization` header holds. The header alone counts: a token in the query would be in the log of every
 * proxy. What was sent is compared with every token, whichever fits, each time in constant time: how long it takes tells
 * neither how much of a token was right nor which callers there are.
 */
export function makeBearerCheck<Caller>(
  bearers: readonly Bearer<Caller>[],
): (header: string | undefined) => Recognised<Caller> {
  return (header = '') => {
    const given = /^Bearer +(\S+) *$/i.exec(header)?.[1];
    if (given === undefined) return { is: 'missing' };
    let found: Recognised<Caller> = { is: 'wrong' };
    for (const { token, caller } of bearers) {
      if (sameText(token.reveal().trim(), given) && found.is === 'wrong') found = { is: 'known', caller };
    }
    return found;
  };
}
