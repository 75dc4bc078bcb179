import { DAY, HOUR } from '../../kernel/clock.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { AskedBefore, AskedLink, LinkPurpose } from '../ports/password-links.ts';

/** Sends a letter with a link that sets a password. */
export const SEND_LINK = 'accounts.send-link';

/** How long a link works, from the sending of its letter on. */
export const linkLife: Readonly<Record<LinkPurpose, number>> = { forgotten: HOUR, invited: 7 * DAY };

/** As long as mail servers are waited for: a link that was forgotten about is asked for again. */
const SEND_WITHIN: Readonly<Record<LinkPurpose, number>> = { forgotten: DAY, invited: 7 * DAY };

/** Letters to one address: so many within an hour, and so many within a day. */
const OF_ADDRESS = { hour: 3, day: 10 };
/** Of all addresses within an hour, also those that nobody has. */
const OF_ALL = 2_000;

/** How far back is counted. @param now epoch milliseconds */
export const countedSince = (now: number) => ({ address: now - DAY, all: now - HOUR });

/** `enough`: the address has had its letters, which nobody is told. `flooded`: of all addresses, too many are asked for. */
export function refuses({ times, all }: AskedBefore, now: number): 'enough' | 'flooded' | undefined {
  if (all >= OF_ALL) return 'flooded';
  const ofHour = times.filter((at) => at > now - HOUR);
  // After its letters of the day one an hour goes on: whoever wastes them must not keep the person from theirs.
  const most = times.length >= OF_ADDRESS.day ? 1 : OF_ADDRESS.hour;
  return ofHour.length >= most ? 'enough' : undefined;
}

/** @param key names what caused it; a known one changes nothing */
export function sendLink(link: AskedLink, key = link.id): NewJob {
  const { id, localpart, purpose, addressHash, askedAt } = link;
  return {
    ...{ key: `${SEND_LINK}:${key}`, kind: SEND_LINK, destination: `email:${addressHash}`, lane: 'codes' },
    ...{ dueAt: askedAt, expiresAt: askedAt + SEND_WITHIN[purpose] },
    payload: { link: id, localpart: localpart ?? '' },
  };
}

/** Pages behind these links; `doors/site` mounts them there. @param publicUrl without a trailing slash */
export const passwordLinkUrl = (publicUrl: string, token: string): string => `${publicUrl}/password/${token}`;
/** The page where somebody asks for such a link. */
export const FORGOTTEN = '/forgotten';
