import type { ServerSettings } from '../settings.ts';
import { explainClaims } from './explain-claims.ts';
import { explainUser, isModerator, nameOf } from './explain-user.ts';
import { roomAtProsody } from './room-address.ts';
import { bad, claimTime, fine, shown, span, type TokenLine } from './token-line.ts';
import type { DecodedToken, TokenFlaw, TokenVerdict } from './token-verdict.ts';

/**
 * Says in words what a token grants, and then what a Jitsi server would object to: Prosody's `mod_auth_token` and
 * `mod_token_verification`, the plugins that make moderators, and the hosted Jitsi.
 *
 * @param verdict result of checking the token with the configured keys
 * @param now epoch milliseconds
 */
export function explainToken(verdict: TokenVerdict, settings: ServerSettings, now: number): readonly TokenLine[] {
  const token = verdict.ok ? verdict.value : verdict.detail;
  if (token === undefined) {
    return [
      bad('This is no signed token: it should be three parts of base64url with dots between, of which two hold JSON.'),
    ];
  }
  const seconds = Math.floor(now / 1_000);
  const lines = [
    ...explainHeader(token, settings),
    ...(verdict.ok ? [] : explainFlaw(verdict.refusal, token)),
    ...explainClaims(token.claims, settings, seconds),
    ...explainUser(token.claims, settings),
  ];
  return [
    grant(
      token,
      settings,
      seconds,
      lines.some(({ level }) => level === 'bad'),
    ),
    ...lines,
  ];
}

/** Objects to an address that leads to another room than the token that stands in it. @param room as the address names it */
export function explainLink(verdict: TokenVerdict, room: string): readonly TokenLine[] {
  const claimed = (verdict.ok ? verdict.value : verdict.detail)?.claims['room'];
  const led = roomAtProsody(room);
  if (typeof claimed !== 'string' || claimed === '*' || claimed.toLowerCase() === led) return [];
  return [bad(`The address leads to the room ${shown(led)}, and the token is for ${shown(claimed)}.`)];
}

function grant({ claims }: DecodedToken, settings: ServerSettings, now: number, refused: boolean): TokenLine {
  const { room, exp } = claims;
  const where = room === '*' ? 'every room' : room === undefined ? 'no room that it names' : `the room ${shown(room)}`;
  const role = isModerator(claims, settings) ? 'a moderator' : 'a participant';
  const end = untilWhen(exp, now);
  return fine(`${refused ? 'Would let' : 'Lets'} ${nameOf(claims)} into ${where} as ${role}, ${end}.`);
}

function untilWhen(exp: unknown, now: number): string {
  if (exp === undefined) return 'without an end';
  if (typeof exp !== 'number') return 'until nobody knows when';
  const away = exp > now ? `${span(exp - now)} from now` : `${span(now - exp)} ago`;
  return `until ${claimTime(exp)} (${away})`;
}

function* explainHeader({ header }: DecodedToken, { profile, domain }: ServerSettings): Iterable<TokenLine> {
  const { alg, typ, kid } = header;
  if (typ === undefined) yield bad("typ is missing from the header: Prosody's library refuses such a token.");
  else if (typ !== 'JWT') yield bad(`typ is ${shown(typ)} in the header: Prosody's library wants JWT.`);
  if (typeof alg === 'string' && /^(?:ES|PS|Ed)/.test(alg)) {
    yield bad(
      `alg is ${shown(alg)}: Prosody's library knows HS256 and RS256 and their kind, the hosted Jitsi RS256 alone.`,
    );
  }
  if (profile === 'hosted' && !(typeof kid === 'string' && kid.startsWith(`${domain}/`))) {
    yield bad(`kid must be ${shown(domain)}/<id of the key> in the header: the hosted Jitsi finds the key by it.`);
  }
}

function explainFlaw(flaw: TokenFlaw, { header }: DecodedToken): readonly TokenLine[] {
  const { alg, kid } = header;
  switch (flaw) {
    case 'algorithm':
      return /^none$/i.test(String(alg))
        ? [bad('alg is none: nobody signed this token, and no server may take it.')]
        : [bad(`alg is ${shown(alg)}, which is not what the configured key signs with.`)];
    case 'key':
      return kid === undefined
        ? [bad('kid is missing from the header: a server cannot know which of meetings.keys signed it.')]
        : [bad(`kid is ${shown(kid)}, which is none of meetings.keys.`)];
    case 'signature':
      return [bad('The signature was not made with the configured secret or key, or the token was changed.')];
    case 'malformed':
    case 'type':
      // A malformed token has nothing to explain, and `explainHeader` has already named a wrong type.
      return [];
  }
}
