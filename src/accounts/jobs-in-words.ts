import type { JobsInWords } from '../ports/job-words.ts';
import { FOLLOW_ADDRESS, PROVE_ADDRESS, TELL_ADDRESS } from './rules/address-jobs.ts';
import { FOLLOW_ACCOUNT } from './rules/follow-job.ts';
import { SEND_LINK } from './rules/link-jobs.ts';
import { SET_NAME } from './rules/name-job.ts';
import { END_SESSIONS, TELL_CHANGED } from './rules/password-jobs.ts';

const words: Readonly<Record<string, (name: string) => string>> = {
  [FOLLOW_ACCOUNT]: (name) => `user ${name} at the homeserver locked, unlocked or deactivated as the account`,
  [SET_NAME]: (name) => `display name of ${name} at the homeserver`,
  [END_SESSIONS]: (name) => `log ${name} out elsewhere after a new password`,
  [SEND_LINK]: (name) => `email with a link that sets a password of ${name}`,
  [PROVE_ADDRESS]: (name) => `email that asks whether a new address of ${name} is theirs`,
  [TELL_ADDRESS]: (name) => `email that tells ${name} of another address`,
  [FOLLOW_ADDRESS]: (name) => `email addresses of ${name} at the homeserver`,
  [TELL_CHANGED]: (name) => `email that tells ${name} of a new password`,
};

/** Says of a job whose account it is about, and what it does. */
export const accountsInWords: JobsInWords = {
  describe: async (jobs) =>
    jobs.map(({ kind, payload }) => {
      const name = payload?.['name'] ?? payload?.['localpart'];
      const what = words[kind]?.(typeof name === 'string' && name !== '' ? name : 'somebody');
      return what === undefined ? undefined : { what, idle: undefined };
    }),
  dropped: async () => [],
};
