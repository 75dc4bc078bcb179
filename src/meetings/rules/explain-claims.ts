import type { ServerSettings } from '../settings.ts';
import { canOnlyBeMilliseconds } from './epoch-seconds.ts';
import { isTooLongForAddress, roomAtProsody } from './room-address.ts';
import { bad, claimTime, shown, span, type TokenLine, warn } from './token-line.ts';

type AnyClaims = Readonly<Record<string, unknown>>;

/** Says what Prosody objects to in issuer, audience, domain, room and times. @param now epoch seconds */
export function* explainClaims(claims: AnyClaims, settings: ServerSettings, now: number): Iterable<TokenLine> {
  yield* issuer(claims['iss'], settings);
  yield* audience(claims['aud'], settings);
  yield* domain(claims['sub'], settings);
  yield* room(claims['room']);
  yield* end(claims, now);
  yield* beginning(claims['nbf'], now);
  if (isMilliseconds(claims['iat'])) yield milliseconds('iat', claims['iat']);
}

function* issuer(iss: unknown, { appId }: ServerSettings): Iterable<TokenLine> {
  if (iss === undefined) yield bad('iss is missing: Prosody wants it.');
  else if (iss !== appId) {
    yield bad(`iss is ${shown(iss)}, not ${shown(appId)}: Prosody refuses it unless asap_accepted_issuers names it.`);
  }
}

function* audience(aud: unknown, { audience, profile }: ServerSettings): Iterable<TokenLine> {
  // Prosody takes whatever stands there until asap_accepted_audiences is set (seen with Jitsi's plugins of August 2026).
  const objection = profile === 'hosted' ? bad : warn;
  if (aud === undefined) yield bad('aud is missing: Prosody wants one, also where it accepts every audience.');
  else if (Array.isArray(aud))
    yield objection('aud is a list: refused where asap_accepted_audiences is set; make it a text.');
  else if (aud !== audience) {
    yield objection(
      `aud is ${shown(aud)}, not ${shown(audience)}: refused where asap_accepted_audiences does not name it.`,
    );
  }
}

function* domain(sub: unknown, { domain, profile }: ServerSettings): Iterable<TokenLine> {
  if (sub === undefined) yield bad("sub is missing: newer versions of Prosody's plugins want it.");
  else if (profile === 'hosted' && sub !== domain) yield bad(`sub is ${shown(sub)}, not the AppID ${shown(domain)}.`);
  else if (typeof sub !== 'string') yield bad(`sub is ${shown(sub)}: it must be a text.`);
  else if (sub.toLowerCase() !== domain.toLowerCase() && sub !== '*') {
    yield bad(
      `sub is ${shown(sub)}, not ${shown(domain)}: it fits only rooms of a tenant of that name, unless enable_domain_verification is off.`,
    );
  }
}

function* room(room: unknown): Iterable<TokenLine> {
  if (room === undefined) yield bad('room is missing: Prosody wants it unless asap_require_room_claim is off.');
  else if (typeof room !== 'string' || room === '')
    yield bad(`room is ${shown(room)}: it must be the name of a room or *.`);
  else if (room.includes('@')) yield bad(`room is ${shown(room)}: it must be the bare name, without @ and domain.`);
  else if (room !== '*' && room.toLowerCase() !== roomAtProsody(room)) {
    yield bad(`room is ${shown(room)}: Jitsi's client calls it ${shown(roomAtProsody(room))}, so nobody gets in.`);
  } else if (isTooLongForAddress(room)) {
    yield bad(`room has ${room.length} characters as it is encoded: the address of a room takes at most 1,023.`);
  }
}

function* end({ exp, expiresIn }: AnyClaims, now: number): Iterable<TokenLine> {
  if (exp === undefined) {
    yield warn(
      'exp is missing: Prosody takes this token for ever, only another secret ends it, and the newest web client wants one.',
    );
    if (expiresIn !== undefined) yield warn('expiresIn is no claim that any server reads; the end of a token is exp.');
  } else if (typeof exp !== 'number') yield bad(`exp is ${shown(exp)}: it must be a number, or Prosody refuses it.`);
  else if (exp <= now) yield bad(`exp is over since ${claimTime(exp)}, ${span(now - exp)} ago.`);
  else if (isMilliseconds(exp)) yield milliseconds('exp', exp);
}

function* beginning(nbf: unknown, now: number): Iterable<TokenLine> {
  if (nbf === undefined) return;
  if (typeof nbf !== 'number') yield bad(`nbf is ${shown(nbf)}: it must be a number, or Prosody refuses it.`);
  else if (isMilliseconds(nbf)) yield milliseconds('nbf', nbf);
  else if (nbf > now) yield bad(`nbf says not before ${claimTime(nbf)}, ${span(nbf - now)} from now.`);
}

const isMilliseconds = (at: unknown): at is number => typeof at === 'number' && canOnlyBeMilliseconds(at);

const milliseconds = (claim: string, at: number): TokenLine =>
  bad(
    `${claim} is ${shown(at)}: beyond the year 5000 in seconds, so it can only be milliseconds; it should be ${Math.floor(at / 1_000)}.`,
  );
