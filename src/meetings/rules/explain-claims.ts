import type { ServerSettings } from '../settings.ts';
import { bad, claimTime, shown, span, type TokenLine, warn } from './token-line.ts';

type AnyClaims = Readonly<Record<string, unknown>>;

/** Read as seconds this is the year 5138, read as milliseconds it is 1973. */
const SURELY_MILLISECONDS = 100_000_000_000;

/** Says what Prosody objects to in issuer, audience, domain, room and times. @param now epoch seconds */
export function* explainClaims(claims: AnyClaims, settings: ServerSettings, now: number): Iterable<TokenLine> {
  yield* issuer(claims['iss'], settings);
  yield* audience(claims['aud'], settings);
  yield* domain(claims['sub'], settings);
  yield* room(claims['room']);
  yield* end(claims, now);
  yield* beginning(claims['nbf'], now);
}

function* issuer(iss: unknown, { appId }: ServerSettings): Iterable<TokenLine> {
  if (iss === undefined) yield bad('iss is missing: Prosody wants it.');
  else if (iss !== appId) {
    yield bad(`iss is ${shown(iss)}, not ${shown(appId)}: Prosody refuses it unless asap_accepted_issuers names it.`);
  }
}

function* audience(aud: unknown, { audience }: ServerSettings): Iterable<TokenLine> {
  if (aud === undefined) yield bad('aud is missing: Prosody wants one, also where it accepts every audience.');
  else if (Array.isArray(aud))
    yield bad('aud is a list: Prosody never finds a list among its audiences; make it a text.');
  else if (typeof aud !== 'string') yield bad(`aud is ${shown(aud)}: it must be a text.`);
  else if (aud !== audience) {
    yield warn(`aud is ${shown(aud)}, not ${shown(audience)}: refused where asap_accepted_audiences does not name it.`);
  }
}

function* domain(sub: unknown, { domain, profile }: ServerSettings): Iterable<TokenLine> {
  if (sub === undefined) yield bad("sub is missing: newer versions of Prosody's plugins want it.");
  else if (profile === 'hosted' && sub !== domain) yield bad(`sub is ${shown(sub)}, not the AppID ${shown(domain)}.`);
  else if (sub !== domain && sub !== '*') {
    yield bad(`sub is ${shown(sub)}, not ${shown(domain)}: Prosody refuses it where enable_domain_verification is on.`);
  }
}

function* room(room: unknown): Iterable<TokenLine> {
  if (room === undefined) yield bad('room is missing: Prosody wants it unless asap_require_room_claim is off.');
  else if (typeof room !== 'string' || room === '')
    yield bad(`room is ${shown(room)}: it must be the name of a room or *.`);
  else if (room.includes('@')) yield bad(`room is ${shown(room)}: it must be the bare name, without @ and domain.`);
  else if (room !== '*' && room.toLowerCase() !== asClientCallsIt(room)) {
    yield bad(`room is ${shown(room)}: Jitsi's client calls it ${shown(asClientCallsIt(room))}, so nobody gets in.`);
  }
}

/** The same as getBackendSafeRoomName of jitsi-meet (features/base/util/uri.ts). */
function asClientCallsIt(room: string): string {
  const well = room.toWellFormed();
  let plain = well;
  try {
    plain = decodeURIComponent(well);
  } catch {
    // A percent sign that encodes nothing. The client too uses the name as it is.
  }
  return encodeURIComponent(plain.normalize('NFKC').toLowerCase()).toLowerCase();
}

function* end({ exp, expiresIn }: AnyClaims, now: number): Iterable<TokenLine> {
  if (exp === undefined) {
    yield warn('exp is missing: this token is good for ever, and only another secret ends it.');
    if (expiresIn !== undefined) yield warn('expiresIn is no claim that any server reads; the end of a token is exp.');
  } else if (typeof exp !== 'number') yield bad(`exp is ${shown(exp)}: it must be a number, or Prosody refuses it.`);
  else if (exp <= now) yield bad(`exp is over since ${claimTime(exp)}, ${span(now - exp)} ago.`);
  else if (exp > SURELY_MILLISECONDS)
    yield warn('exp looks like milliseconds: in seconds the token is good for thousands of years.');
}

function* beginning(nbf: unknown, now: number): Iterable<TokenLine> {
  if (nbf === undefined) return;
  if (typeof nbf !== 'number') yield bad(`nbf is ${shown(nbf)}: it must be a number, or Prosody refuses it.`);
  else if (nbf > now) yield bad(`nbf says not before ${claimTime(nbf)}, ${span(nbf - now)} from now.`);
}
