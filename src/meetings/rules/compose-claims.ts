import type { MeetingsSettings } from '../settings.ts';
import type { Claims } from './claims.ts';
import type { TokenRequest } from './parse-request.ts';
import { encodeRoom } from './room-address.ts';

type ClaimSettings = Omit<MeetingsSettings, 'url' | 'record'>;

/** The times and the id of one token. Times in epoch seconds. */
export interface Stamp {
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
}

/**
 * Composes claims that every known plugin can read (docs/operate/meetings.md). The parts that are the same in every token are
 * prepared once. Keys without a value are left out, because Prosody's plugins handle `null` and numbers badly.
 */
export function makeComposeClaims(settings: ClaimSettings): (request: TokenRequest, stamp: Stamp) => Claims {
  const { appId: iss, audience: aud, domain: sub, lobbyBypass } = settings;
  const hosted = settings.profile === 'hosted';
  const back = Math.ceil(settings.leeway / 1_000);
  const rest = restOfContext(settings, hosted);

  function userOf({ name, email, avatar, moderator }: TokenRequest): Record<string, string | boolean> {
    const user: Record<string, string | boolean> = { name };
    if (email !== undefined) user['email'] = email;
    if (avatar !== undefined) user['avatar'] = avatar;
    user['moderator'] = hosted ? String(moderator) : moderator;
    if (!hosted) user['affiliation'] = moderator ? 'owner' : 'member';
    if (lobbyBypass) user['lobby_bypass'] = hosted ? 'true' : true;
    return user;
  }

  return (request, { iat, exp, jti }) => {
    const { moderator } = request;
    const room = encodeRoom(request.room);
    const nbf = iat - back;
    const user = userOf(request);
    const context = rest === undefined ? { user } : { user, ...rest };
    return hosted
      ? { iss, aud, sub, room, iat, nbf, exp, jti, context }
      : { iss, aud, sub, room, iat, nbf, exp, jti, moderator, context };
  };
}

/** The part of the context that is the same in every token; undefined when it is empty. */
function restOfContext(
  { features, group }: ClaimSettings,
  hosted: boolean,
): Omit<Claims['context'], 'user'> | undefined {
  if (features === undefined && group === undefined) return undefined;
  const switches = Object.entries(features ?? {}).map(([name, on]) => [name, hosted ? String(on) : on] as const);
  return {
    ...(features === undefined ? {} : { features: Object.fromEntries(switches) }),
    ...(group === undefined ? {} : { group }),
  };
}
