import type { JobsInWords } from '../ports/job-words.ts';
import { FOLLOW_ACCOUNT } from './rules/follow-job.ts';

/** Says of a job whose user at the homeserver it changes. */
export const accountsInWords: JobsInWords = {
  describe: async (jobs) =>
    jobs.map(({ kind, payload }) => {
      if (kind !== FOLLOW_ACCOUNT) return undefined;
      const name = typeof payload?.['name'] === 'string' ? payload['name'] : 'somebody';
      return { what: `user ${name} at the homeserver locked, unlocked or deactivated as the account`, idle: undefined };
    }),
  dropped: async () => [],
};
