import { DAY } from '../kernel/clock.ts';
import type { GroundConfig } from './ground-sections.ts';
import type { Database, Runtime } from './open-database.ts';
import type { Part } from './part.ts';
import { startRepeater } from './repeater.ts';
import type { ShutdownGroup } from './shutdown-group.ts';

/** How long parts keep data for which the configuration has no retention time. */
const REMEMBERED = 30 * DAY;

/** Deletes expired rows once a day, those of the ground and those of every part. */
export function keepTidy(
  running: Pick<ShutdownGroup, 'defer'>,
  database: Database,
  parts: readonly Part[],
  keep: GroundConfig['retention'],
  runtime: Runtime,
): void {
  async function tidy(): Promise<void> {
    await database.storage.tidy(keep);
    // One that fails keeps none of the others from theirs.
    const all = parts.map(async (part) => part.tidy?.(database, runtime.clock.now() - REMEMBERED));
    for (const end of await Promise.allSettled(all)) if (end.status === 'rejected') throw end.reason;
  }
  startRepeater(running, { name: 'tidying', everyMs: DAY, work: tidy }, runtime);
}
