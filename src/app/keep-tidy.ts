import { DAY } from '../kernel/clock.ts';
import type { Storage } from '../storage/storage.ts';
import type { GroundConfig } from './ground-sections.ts';
import type { Runtime } from './open-database.ts';
import type { OpenPart } from './part.ts';
import { makeRepeater } from './repeater.ts';
import type { ShutdownGroup } from './shutdown-group.ts';

/** How long parts keep data for which the configuration has no retention time. */
const REMEMBERED = 30 * DAY;

/** Deletes expired rows once a day, those of the ground and those of every part. */
export function keepTidy(
  running: Pick<ShutdownGroup, 'defer'>,
  storage: Storage,
  parts: readonly OpenPart[],
  keep: GroundConfig['retention'],
  { clock, log }: Runtime,
): void {
  const ending = new AbortController();
  async function tidy(): Promise<void> {
    await storage.tidy(keep);
    for (const part of parts) await part.tidy?.(clock.now() - REMEMBERED);
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
