import { DAY } from '../../kernel/clock.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { NewJob } from '../../outbox/job.ts';

/** Kind of the job that gives the user at the homeserver the display name of the account here. */
export const SET_NAME = 'accounts.set-name';

/** The job reads the name when it is done, so one that waits is enough for any number of changes. */
export const setName = (localpart: Localpart, now: number): NewJob => ({
  key: `${SET_NAME}:${localpart}`,
  oncePending: true,
  kind: SET_NAME,
  destination: `account:${localpart}`,
  lane: 'decisions',
  dueAt: now,
  expiresAt: now + 30 * DAY,
  payload: { name: localpart },
});
