declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** `@localpart:server`, at most 255 bytes (spec, appendices 4.2). Made only by `parseUserId` and `userIdOf`. */
export type UserId = Branded<'UserId'>;
/** The part of a user ID between `@` and the first `:`. */
export type Localpart = Branded<'Localpart'>;
/** Opaque; begins with `!`. Has no server part since room version 12. */
export type RoomId = Branded<'RoomId'>;
/** Opaque; begins with `$`. */
export type EventId = Branded<'EventId'>;
/** `#localpart:server`. */
export type RoomAlias = Branded<'RoomAlias'>;

const LONGEST_ID = 255;

// Historical localparts may hold any printable ASCII character except ":", capitals included (spec, appendices 4.2.2).
const userIdForm = /^@[\x21-\x39\x3b-\x7e]*:[A-Za-z0-9.:[\]-]+$/;
const opaqueForm = /^[!$][^\s\0]{1,254}$/;
const aliasForm = /^#[^\s\0:]+:[A-Za-z0-9.:[\]-]+$/;

const fits = (text: string) => Buffer.byteLength(text) <= LONGEST_ID;

export const parseUserId = (text: unknown): UserId | undefined =>
  typeof text === 'string' && userIdForm.test(text) && fits(text) ? (text as UserId) : undefined;

export const parseRoomId = (text: unknown): RoomId | undefined =>
  typeof text === 'string' && text.startsWith('!') && opaqueForm.test(text) && fits(text)
    ? (text as RoomId)
    : undefined;

export const parseEventId = (text: unknown): EventId | undefined =>
  typeof text === 'string' && text.startsWith('$') && opaqueForm.test(text) && fits(text)
    ? (text as EventId)
    : undefined;

export const parseRoomAlias = (text: unknown): RoomAlias | undefined =>
  typeof text === 'string' && aliasForm.test(text) && fits(text) ? (text as RoomAlias) : undefined;

export const userIdOf = (localpart: Localpart, serverName: string): UserId => `@${localpart}:${serverName}` as UserId;

// The server part may hold a port, so the first ":" is the separator.
export const localpartOf = (id: UserId): Localpart => id.slice(1, id.indexOf(':')) as Localpart;
export const serverNameOf = (id: UserId | RoomAlias): string => id.slice(id.indexOf(':') + 1);

/**
 * The prefix of names that only Porter may create: its exclusive namespace at the homeserver.
 *
 * @param sender Porter's own localpart
 */
export const ghostPrefix = (sender: string): string => `${sender}_`;

/** Is this user in Porter's exclusive namespace? False for Porter's own user. */
export const isGhostOf = (sender: UserId, user: UserId): boolean =>
  serverNameOf(user) === serverNameOf(sender) && localpartOf(user).startsWith(ghostPrefix(localpartOf(sender)));

export type LocalpartRefusal = 'empty' | 'characters' | 'leading-underscore' | 'digits-only' | 'too-long';

/**
 * Checks a name for a new account against the spec's grammar and Synapse's rules: `a-z 0-9 . _ = - / +`, no leading `_`, not only
 * digits, whole ID at most 255 bytes. Capitals are refused, not folded.
 */
export function parseLocalpart(
  text: string,
  serverName: string,
): { ok: true; value: Localpart } | { ok: false; refusal: LocalpartRefusal; detail: undefined } {
  const no = (refusal: LocalpartRefusal) => ({ ok: false, refusal, detail: undefined }) as const;
  if (text === '') return no('empty');
  if (!/^[a-z0-9._=\-/+]+$/.test(text)) return no('characters');
  if (text.startsWith('_')) return no('leading-underscore');
  if (/^[0-9]+$/.test(text)) return no('digits-only');
  if (!fits(`@${text}:${serverName}`)) return no('too-long');
  return { ok: true, value: text as Localpart };
}
