import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { canOnlyBeMilliseconds } from './epoch-seconds.ts';
import { parseAvatar, parseEmail, parseName, parseRoom, type Read } from './parse-fields.ts';

/** What was asked for, before the caller's policy is applied. */
export interface TokenRequest {
  readonly name: string;
  readonly email: string | undefined;
  readonly avatar: string | undefined;
  /** Lower case and not percent-encoded, or `*`. */
  readonly room: string;
  readonly moderator: boolean;
  /** Epoch seconds, a whole number. Not cut yet, so it may lie beyond any valid date. */
  readonly until: number;
  /** The field that `until` came from. */
  readonly timedBy: 'validFor' | 'validUntil';
}

/**
 * Reads the fields of the old token server strictly: text is never accepted as a number or a switch. The refusal is one sentence
 * that begins with the field's name. Fields that the protocol does not know are ignored.
 *
 * @param now epoch seconds
 */
export function parseRequest(fields: Readonly<Record<string, unknown>>, now: number): Read<TokenRequest> {
  const { cmd, moderator } = fields;
  if (cmd !== undefined && cmd !== 'jwt_token') return refuse('request', 'cmd: must be jwt_token or left out');
  const name = parseName('displayName', fields['displayName']);
  if (!name.ok) return name;
  const email = parseEmail('email', fields['email']);
  if (!email.ok) return email;
  const avatar = parseAvatar('avatar', fields['avatar']);
  if (!avatar.ok) return avatar;
  const room = parseRoom('channel', fields['channel']);
  if (!room.ok) return room;
  if (typeof moderator !== 'boolean') return refuse('request', 'moderator: must be true or false');
  const { validFor, validUntil } = fields;
  const until = parseEnd(validFor, validUntil, now);
  if (!until.ok) return until;
  const timedBy = validFor === undefined ? 'validUntil' : 'validFor';
  // Written out field by field, like everything on this path: it runs tens of thousands of times per second.
  return ok({
    name: name.value,
    email: email.value,
    avatar: avatar.value,
    room: room.value,
    moderator,
    until: until.value,
    timedBy,
  });
}

function parseEnd(validFor: unknown, validUntil: unknown, now: number): Outcome<number, 'request', string> {
  if (validFor !== undefined && validUntil !== undefined) {
    return refuse('request', 'validFor: must not stand beside validUntil');
  }
  if (validFor !== undefined) {
    if (!whole(validFor) || validFor < 1)
      return refuse('request', 'validFor: must be a whole number of seconds, at least 1');
    return canOnlyBeMilliseconds(now + validFor) ? milliseconds('validFor') : ok(now + validFor);
  }
  if (validUntil === undefined) return refuse('request', 'validFor: is required, or validUntil');
  if (!whole(validUntil)) return refuse('request', 'validUntil: must be a whole number of seconds since 1970');
  if (canOnlyBeMilliseconds(validUntil)) return milliseconds('validUntil');
  return validUntil > now ? ok(validUntil) : refuse('request', 'validUntil: must be in the future');
}

/** The refusal of a time in the wrong unit. */
export const milliseconds = (field: string) =>
  refuse('request', `${field}: is beyond the year 5000 in seconds, so it can only be milliseconds; divide it by 1000`);

const whole = (value: unknown): value is number => Number.isInteger(value);
