import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { Application, Stage } from './application.ts';
import type { ApplicationStore } from './ports/application-store.ts';

const PAGE = 100;

/**
 * Does `work` for every application in these stages, newest first. When it fails for one, that is logged and the others follow;
 * when the homeserver or the database is out of order it stops at once. Throws the first fault.
 */
export async function forEachApplication(
  applications: Pick<ApplicationStore, 'list'>,
  stages: readonly Stage[],
  log: Logger,
  work: (application: Application) => Promise<unknown>,
): Promise<void> {
  const failed: unknown[] = [];
  let before: number | undefined;
  for (;;) {
    const page = await applications.list(stages, PAGE, before);
    for (const application of page) {
      try {
        await work(application);
      } catch (error) {
        if (error instanceof Fault && error.scope === 'channel') throw error;
        log.error('an open application could not be looked at', { application: application.shortId, error });
        failed.push(error);
      }
    }
    before = page.at(-1)?.shortId;
    if (page.length < PAGE || before === undefined) break;
  }
  if (failed.length > 0) throw failed[0];
}
