import { DAY } from '../../kernel/clock.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import type { Invitation } from '../ports.ts';
import type { InvitationOrder, InvitationRefusal } from '../use-cases.ts';
import { canOnlyBeMilliseconds } from './epoch-seconds.ts';
import { parseName, parseRoom, type Read } from './parse-fields.ts';
import { milliseconds } from './parse-request.ts';

/** Milliseconds. A link that is good for longer is a mistake in the unit, or access that somebody forgets to take back. */
const LONGEST = 366 * DAY;

export type Ordered = Pick<Invitation, 'room' | 'name' | 'moderator' | 'until' | 'uses'>;

/**
 * Reads an order as strictly as a request for a token, with the same sentences. The fields are called `room` and `name` here.
 *
 * @param now epoch milliseconds
 */
export function parseInvitation(order: InvitationOrder, now: number): Read<Ordered> {
  const room = parseRoom('room', order.room);
  if (!room.ok) return room;
  const name: Read<string | undefined> = order.name === undefined ? ok(undefined) : parseName('name', order.name);
  if (!name.ok) return name;
  const { moderator = false, validUntil, uses } = order;
  if (typeof moderator !== 'boolean') return refuse('request', 'moderator: must be true or false');
  if (!whole(validUntil)) {
    return refuse('request', 'validUntil: must be a whole number of seconds since 1970');
  }
  if (canOnlyBeMilliseconds(validUntil)) return milliseconds('validUntil');
  const until = validUntil * 1_000;
  if (until <= now) return refuse('request', 'validUntil: must be in the future');
  if (until > now + LONGEST) return refuse('request', 'validUntil: must be within a year');
  if (uses !== undefined && !(whole(uses) && uses >= 1)) {
    return refuse('request', 'uses: must be a whole number, at least 1');
  }
  return ok({ room: room.value, name: name.value, moderator, until, uses });
}

/** Returns why the invitation no longer lets anybody in; undefined while it does. @param now epoch milliseconds */
export function endOf(
  { revokedAt, until, uses, used }: Pick<Invitation, 'revokedAt' | 'until' | 'uses' | 'used'>,
  now: number,
): Exclude<InvitationRefusal, 'unknown'> | undefined {
  if (revokedAt !== undefined) return 'revoked';
  if (until <= now) return 'ended';
  return uses !== undefined && used >= uses ? 'used-up' : undefined;
}

const whole = (value: unknown): value is number => Number.isSafeInteger(value);
