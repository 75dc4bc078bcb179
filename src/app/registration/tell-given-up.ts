import { MINUTE } from '../../kernel/clock.ts';
import type { JobDesk, JobView } from '../../outbox/ports/job-desk.ts';
import { NO_HANDLER } from '../../outbox/ports/job-store.ts';
import type { GivenUpJobs } from '../../registration/ports/given-up-jobs.ts';
import type { SayGivenUp } from '../../registration/team/say-given-up.ts';
import { parsePayload } from '../../storage/outbox/job-rows.ts';
import type { Runtime } from '../open-database.ts';
import { startRepeater } from '../repeater.ts';
import type { ShutdownGroup } from '../shutdown-group.ts';

const TELL_EVERY_MS = 5 * MINUTE;
/** Jobs per query. */
const PAGE = 500;

/** Reads dead and parked jobs page by page, for registration. */
export const givenUpJobs = (desk: Pick<JobDesk, 'list'>): GivenUpJobs => ({
  async *all() {
    for (const state of ['dead', 'parked'] as const) {
      let page: readonly JobView[];
      let olderThan: string | undefined;
      do {
        page = await desk.list({ state, limit: PAGE, olderThan });
        for (const { id, number, key, kind, code, doneAt, createdAt, payload } of page) {
          // Parked while its part was left out of the configuration. The start of the outbox takes it back.
          if (code === NO_HANDLER) continue;
          yield { ...{ id, number, key, kind, at: doneAt ?? createdAt }, payload: parsePayload(payload) };
        }
        olderThan = page.at(-1)?.id;
      } while (page.length === PAGE);
    }
  },
});

/** Tells the team what was given up, at the start and then every five minutes: jobs also end while no Porter runs. */
export function tellGivenUp(
  running: Pick<ShutdownGroup, 'defer'>,
  sayGivenUp: SayGivenUp,
  runtime: Pick<Runtime, 'clock' | 'log'>,
): void {
  startRepeater(running, { name: 'telling what was given up', everyMs: TELL_EVERY_MS, work: sayGivenUp }, runtime);
}
