import { jobView, parsePayload } from '../../outbox/job-rows.ts';
import type { JobsAbout } from '../../outbox/jobs-about.ts';
import { isoTime, type PersonalRows } from '../../shared/personal-rows.ts';
import { type PersonKeys, perApplication } from './keys.ts';

/** Jobs about applications, those that are done included. */
export const jobRows = (jobs: JobsAbout): PersonalRows<PersonKeys> =>
  perApplication({
    what: 'jobs',

    async read(on, { id }) {
      return (await jobs.list(on, id)).map(jobView).map(({ kind, state, createdAt, doneAt, receipt, payload }) => {
        // The one personal thing in a payload: the address that was corrected, for the letter that goes there.
        const to = parsePayload(payload)?.['to'];
        return {
          ...{ kind, state, createdAt: isoTime(createdAt), endedAt: isoTime(doneAt), receipt: receipt ?? null },
          ...(to === undefined ? {} : { to }),
        };
      });
    },

    erase: (tx, { id }) => jobs.delete(tx, id),
  });
