import type { ThirdPartyId } from '../../accounts/ports/account.ts';
import { canonicalName, ownLocalpart } from '../../accounts/rules/own-id.ts';
import { parseThirdPartyId } from '../../accounts/rules/third-party-id.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';

/** Who wants to log in, and with what. */
export interface Login {
  readonly who: Localpart | ThirdPartyId;
  readonly password: string;
}

/**
 * Reads a log-in in both shapes that callers send: `user` with `id` (Synapse's modules; the old bot also `localpart` and `mxid`; one module
 * `email`), and `auth` with `mxid`, `localpart` and `domain` (mxisd, ma1sd). Undefined for whatever can be nobody here.
 */
export function readLogin(body: unknown, serverName: string): Login | undefined {
  if (!isObject(body)) return undefined;
  const asked = body['user'] ?? body['auth'];
  if (!isObject(asked)) return undefined;
  const { password } = asked;
  if (typeof password !== 'string' || password === '') return undefined;
  const who = isNamed(asked) ? readPerson(asked, serverName) : parseThirdPartyId('email', asked['email']);
  return who && { who, password };
}

/** What a caller may name a person by; what is `null` is not named. */
const names = ['localpart', 'id', 'mxid'] as const;

const isNamed = (asked: Readonly<Record<string, unknown>>): boolean =>
  names.some((name) => (asked[name] ?? undefined) !== undefined);

/** The person of our server whom all given names agree on; undefined if they do not, or one of them can be nobody here. */
export function readPerson(asked: Readonly<Record<string, unknown>>, serverName: string): Localpart | undefined {
  const domain = asked['domain'] ?? serverName;
  if (domain !== serverName || !isNamed(asked)) return undefined;
  const read = names.flatMap((name) => {
    const given = asked[name] ?? undefined;
    if (given === undefined) return [];
    return [name === 'localpart' ? canonicalName(given, serverName) : ownLocalpart(given, serverName)];
  });
  return new Set(read).size === 1 ? read[0] : undefined;
}
