import { DAY } from '../../kernel/clock.ts';

/** One application that the team got, or will get: from when on, and the mail domain of the proved address. */
export interface TeamsOwn {
  /** Epoch milliseconds; may lie ahead. */
  readonly at: number;
  readonly domain: string;
}

/** How many applications reach the team within any day. */
export interface TeamLimits {
  readonly perDay: number;
  readonly perDomainPerDay: number;
  /** Mail domains to which `perDomainPerDay` does not apply. */
  readonly freeDomains: ReadonlySet<string>;
}

/** While fewer came within a day, and fewer of this domain, there is room for one of it. */
export interface TeamMost {
  readonly all: number;
  readonly ofDomain: number;
}

export const mostOf = (domain: string, { perDay, perDomainPerDay, freeDomains }: TeamLimits): TeamMost => ({
  all: perDay,
  ofDomain: freeDomains.has(domain) ? perDay : perDomainPerDay,
});

/**
 * Whether the team may get one more: no day, wherever it begins, has more than `perDay`, nor more of one mail domain than
 * `perDomainPerDay`.
 *
 * @param load of the day before `one` and everything after
 */
export function fitsLoad(load: readonly TeamsOwn[], one: TeamsOwn, limits: TeamLimits): boolean {
  const ofDomain = load.filter(({ domain }) => domain === one.domain);
  return (
    hasRoom(load, one.at, limits.perDay) &&
    (limits.freeDomains.has(one.domain) || hasRoom(ofDomain, one.at, limits.perDomainPerDay))
  );
}

/** The first moment from `now` on at which the team may get one more: nobody who has proved an address is turned away. */
export function nextForTeam(load: readonly TeamsOwn[], now: number, domain: string, limits: TeamLimits): number {
  // Room comes up only when one that came earlier is a day old.
  const moments = [now, ...load.map(({ at }) => at + DAY).filter((at) => at > now)].toSorted((a, b) => a - b);
  // At the last of them every other one is a day old, and the limits are at least 1.
  return moments.find((at) => fitsLoad(load, { at, domain }, limits)) ?? moments.at(-1) ?? now;
}

/** Whether every day that contains `at` has room for one more. A day ends with an application, so these ends are looked at. */
function hasRoom(load: readonly TeamsOwn[], at: number, most: number): boolean {
  const ends = [at, ...load.map((other) => other.at).filter((end) => end > at && end < at + DAY)];
  return ends.every((end) => load.filter((other) => other.at > end - DAY && other.at <= end).length < most);
}
