import { DAY } from '../kernel/clock.ts';
import type { Storage } from '../storage/storage.ts';
import type { Config } from './config.ts';
import type { Runtime } from './open-database.ts';
import { makeRepeater } from './repeater.ts';
import type { ShutdownGroup } from './shutdown-group.ts';

/** Once a day: what is past its time goes. */
export function keepTidy(
  running: Pick<ShutdownGroup, 'defer'>,
  storage: Storage,
  keep: Config['retention'],
  { clock, log }: Runtime,
): void {
  const ending = new AbortController();
  const daily = makeRepeater('tidying', () => storage.tidy(keep), clock, log, ending.signal);
  const beat = (async () => {
    while (!ending.signal.aborted) {
      daily.ask();
      await clock.sleep(DAY, ending.signal);
    }
  })();
  running.defer(async () => {
    ending.abort();
    await Promise.all([beat, daily.rest()]);
  });
}
