import { DAY, MINUTE } from '../../kernel/clock.ts';
import type { LinkPurpose } from '../ports/application-store.ts';
import { PROVE_LINK_LIFE } from '../settings.ts';

/** One status link per application, and one ticket for its "check your mail" page. */
export const STATUS_ISSUE = 1;
export const CHECK_ISSUE = 1;
/** Longer than an application can be open; afterwards there is nothing to look at. */
export const STATUS_LIFE = 400 * DAY;
/** The page outlives the proof, so that it can say that the time is over. */
export const CHECK_LIFE = 7 * DAY;

/** A welcome letter asked for again brings a link of its own; so does a new admission after an undo. */
export const welcomeIssue = (entry: number, repeat = 0): number => entry * 1_000 + repeat;

/** Issue number of the reminder's link: higher than any that people can reach by asking. */
export const REMINDER = 999;

/** More than the clocks of well-kept machines differ. */
const SLACK = MINUTE;

/**
 * Whether something that began at `since` and lasts `life` is valid at `now`. Not before it began either: a clock that was put
 * back must not make a code or link valid for longer (hardening N7).
 */
export const holds = (since: number, life: number, now: number): boolean => now >= since - SLACK && now <= since + life;

/** Pages behind our links; `doors/site` mounts them there. */
const pages = {
  check: 'check',
  prove: 'prove',
  status: 'status',
  welcome: 'welcome',
} as const satisfies Record<LinkPurpose, string>;

/** @param publicUrl without a trailing slash */
export const linkUrl = (publicUrl: string, purpose: LinkPurpose, token: string): string =>
  `${publicUrl}/${pages[purpose]}/${token}`;

export const proveLinkEnd = (sentAt: number): number => sentAt + PROVE_LINK_LIFE;
