import { type Clock, SECOND } from '../../../kernel/clock.ts';
import { sameText } from '../../../kernel/same-text.ts';
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

/**
 * Who sent this `Authorization` header; undefined for everybody else. What was sent is held against all of them,
 * whoever matched, so the time says neither how much was right nor which callers there are.
 */
export function makeCallerCheck(
  callers: readonly HttpCaller[],
  clock: Clock,
): (header: string | undefined) => KnownCaller | undefined {
  const known = callers.map(({ name, token, policy, requestsPerSecond }) => ({
    token,
    caller: {
      name: `http ${name}`,
      kind: 'program' as const,
      policy,
      limit: makeNetworkLimit({ count: requestsPerSecond, per: SECOND }, clock),
    },
  }));
  return (header) => {
    const given = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
    if (given === undefined) return undefined;
    let found: KnownCaller | undefined;
    // A token from a file may end in a newline.
    for (const { token, caller } of known) if (sameText(token.reveal().trim(), given)) found ??= caller;
    return found;
  };
}
