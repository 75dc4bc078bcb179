import { hash, timingSafeEqual } from 'node:crypto';
import { type Clock, SECOND } from '../../../kernel/clock.ts';
import type { Secret } from '../../../kernel/secret.ts';
import type { Caller, CallerPolicy } from '../../../meetings/settings.ts';
import { makeNetworkLimit, type NetworkLimit } from '../../../web/limiter.ts';

/** A program that may ask, as the configuration names it. */
export interface HttpCaller {
  readonly name: string;
  readonly token: Secret;
  readonly policy: CallerPolicy;
  readonly requestsPerSecond: number;
}

export interface KnownCaller extends Caller {
  readonly limit: NetworkLimit;
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/**
 * Who sent this `Authorization` header; undefined for everybody else. The digest of what was sent is held against all of them,
 * whoever matched, so the time says neither how much was right nor which callers there are.
 */
export function makeCallerCheck(
  callers: readonly HttpCaller[],
  clock: Clock,
): (header: string | undefined) => KnownCaller | undefined {
  const known = callers.map(({ name, token, policy, requestsPerSecond }) => ({
    digest: digest(token.reveal()),
    caller: {
      name: `http ${name}`,
      kind: 'program' as const,
      policy,
      limit: makeNetworkLimit({ count: requestsPerSecond, per: SECOND }, clock),
    },
  }));
  return (header) => {
    const given = digest(/^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? '');
    let found: KnownCaller | undefined;
    for (const one of known) if (timingSafeEqual(one.digest, given)) found ??= one.caller;
    return found;
  };
}
