import { bad, badOf, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import { siteRuns } from '../check/check-site.ts';
import type { PartCheck } from '../part-checks.ts';
import type { RegistrationConfig } from './config.ts';
import { openRegistrationTools, type RegistrationTools } from './tools.ts';

/** Milliseconds in which a running Porter that reaches its room has posted it, also on a slow machine. */
const PATIENCE = 20 * SECOND;
const LOOK_AGAIN = SECOND / 4;

/** Repeats the practice notice, for `porter check --practice`, and says whether it stands in the room. */
export async function checkPractice(
  config: RegistrationConfig,
  { loaded, runtime, tokens }: PartCheck,
): Promise<readonly CheckLine[]> {
  try {
    await using tools = await openRegistrationTools(config, loaded, runtime, () => []);
    const key = await tools.repeatPractice();
    if (tokens !== undefined && (await siteRuns(config.site, tokens))) {
      return [await posted(tools, key, runtime.clock)];
    }
    return [
      warn('practice', {
        code: 'practice.not-running',
        sentence:
          'No Porter answers on this machine; the practice notice waits a day for one that runs on this database.',
        remedy: 'Start porter serve, then react ✅ in the team room.',
      }),
    ];
  } catch (error) {
    if (error instanceof Error && error.name === 'StorageRefusal') {
      return [
        bad('practice', {
          code: 'practice.no-database',
          sentence: error.message,
          remedy: 'Start porter serve first.',
        }),
      ];
    }
    return [badOf('practice', error)];
  }
}

/** Waits for what the running Porter makes of the job. @param key of the job */
async function posted({ outbox }: Pick<RegistrationTools, 'outbox'>, key: string, clock: Clock): Promise<CheckLine> {
  const end = clock.monotonic() + PATIENCE;
  for (;;) {
    const job = (await outbox.list({ kind: 'registration.practice-notice', limit: 20 })).find(
      (each) => each.key === key,
    );
    // Jobs that are done may be gone by the time they are looked for.
    if (job === undefined || job.state === 'done') {
      return fine('practice', 'The practice notice stands in the team room: react ✅ there.');
    }
    const failed = job.failures > 0 || job.state === 'dead' || job.state === 'parked';
    if (failed || clock.monotonic() > end) {
      return warn('practice', {
        code: 'practice.waiting',
        sentence: `Porter runs, but the practice notice waits${job.code === undefined ? '' : ` (${job.code})`}: the team room cannot be reached at the moment, or other messages come first. It waits a day at most.`,
        remedy: 'Mend what the lines above and /readyz say; then it is posted by itself, and you can react ✅ there.',
      });
    }
    await clock.sleep(LOOK_AGAIN);
  }
}
