import { userIdOf } from '../../kernel/matrix-id.ts';
import { done, type JobHandler, unreadable } from '../../outbox/job.ts';
import type { Sessions } from '../ports/sessions.ts';
import { readEndSessions } from '../rules/password-jobs.ts';

export interface EndSessionsNeeds {
  readonly sessions: Sessions;
  readonly serverName: string;
}

/** Logs a person out everywhere but where the password was changed. */
export const makeEndSessions =
  ({ sessions, serverName }: EndSessionsNeeds): JobHandler =>
  async (job, { signal }) => {
    const order = readEndSessions(job, serverName);
    if (order === undefined) throw unreadable('A job to end sessions cannot be read');
    const ended = await sessions.endOthers(userIdOf(order.localpart, serverName), order.keep, signal);
    return done({ words: `${ended} sessions ended` });
  };
