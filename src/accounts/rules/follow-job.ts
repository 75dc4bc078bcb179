import { DAY } from '../../kernel/clock.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { NewJob } from '../../outbox/job.ts';

/** Kind of the job that brings the user at the homeserver in line with the account here. */
export const FOLLOW_ACCOUNT = 'accounts.follow-account';

/** The job reads the state when it is done, so one that waits is enough for any number of changes. */
export const followAccount = (localpart: Localpart, now: number): NewJob => ({
  key: `${FOLLOW_ACCOUNT}:${localpart}`,
  oncePending: true,
  kind: FOLLOW_ACCOUNT,
  destination: `account:${localpart}`,
  lane: 'decisions',
  dueAt: now,
  expiresAt: now + 30 * DAY,
  payload: { name: localpart },
});
