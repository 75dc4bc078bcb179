import { DAY } from '../kernel/clock.ts';
import type { GroundConfig } from './ground-sections.ts';
import type { Database, Runtime } from './open-database.ts';
import type { Part } from './part.ts';
import { makeRepeater } from './repeater.ts';
import type { ShutdownGroup } from './shutdown-group.ts';

/** How long parts keep data for which the configuration has no retention time. */
const REMEMBERED = 30 * DAY;

/** Deletes expired rows once a day, those of the ground and those of every part. */
export function keepTidy(
  running: Pick<ShutdownGroup, 'defer'>,
  database: Database,
  parts: readonly Part[],
  keep: GroundConfig['retention'],
  { clock, log }: Runtime,
): void {
  const ending = new AbortController();
  async function tidy(): Promise<void> {
    await database.storage.tidy(keep);
    // One that fails keeps none of the others from theirs.
    const all = parts.map(async (part) => part.tidy?.(database, clock.now() - REMEMBERED));
    for (const end of await Promise.allSettled(all)) if (end.status === 'rejected') throw end.reason;
  }
  const daily = makeRepeater('tidying', tidy, clock, log, ending.signal);
  const beat = (async () => {
    while (!ending.signal.aborted) {
      daily.ask();
      await clock.sleep(DAY, ending.signal);
    }
  })();
  running.defer(async () => {
    ending.abort();
    await Promise.all([beat, daily.idle()]);
  });
}
