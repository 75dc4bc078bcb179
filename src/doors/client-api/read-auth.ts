import type { Profile } from '../../accounts/ports/account.ts';
import { parseThirdPartyId } from '../../accounts/rules/third-party-id.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { Caller } from './find-caller.ts';

/** How a client says who asks. `none`: not yet. `other`: by a stage that is not offered. */
export type Auth =
  | { readonly kind: 'none' | 'other' | 'broken'; readonly session: string | undefined }
  | {
      readonly kind: 'password';
      readonly session: string | undefined;
      readonly named: Named;
      readonly password: string;
    };

/** Whom a client names: a name or user ID, or an address. */
type Named = { readonly user: string } | { readonly medium: unknown; readonly address: unknown };

/** Reads the member `auth` (Client-Server API, "Password-based", "Identifier types"). `user` alone is the form of r0. */
export function readAuth(auth: unknown): Auth {
  if (auth === undefined || auth === null) return { kind: 'none', session: undefined };
  if (!isObject(auth)) return { kind: 'broken', session: undefined };
  const session = typeof auth['session'] === 'string' ? auth['session'] : undefined;
  if (auth['type'] === undefined) return { kind: 'none', session };
  if (auth['type'] !== 'm.login.password') return { kind: 'other', session };
  const named = readNamed(auth);
  const { password } = auth;
  if (named === undefined || typeof password !== 'string') return { kind: 'broken', session };
  return { kind: 'password', session, named, password };
}

function readNamed({ identifier, user }: Readonly<Record<string, unknown>>): Named | undefined {
  if (!isObject(identifier)) return typeof user === 'string' ? { user } : undefined;
  const { type, user: name, medium, address } = identifier;
  if (type === 'm.id.user') return typeof name === 'string' ? { user: name } : undefined;
  return type === 'm.id.thirdparty' ? { medium, address } : undefined;
}

/** Is it the caller who is named? @param profile the caller's account; undefined if there is none here */
export function isCaller(named: Named, { localpart, userId }: Caller, profile: Profile | undefined): boolean {
  if ('user' in named) {
    const text = named.user.trim().toLowerCase();
    return text === localpart || text === userId;
  }
  const wanted = parseThirdPartyId(named.medium, named.address);
  const own = profile?.addresses ?? [];
  return own.some(({ medium, address }) => medium === wanted?.medium && address === wanted.address);
}
