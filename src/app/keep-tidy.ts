import type { Config } from '../config/config-schema.ts';
import { DAY } from '../kernel/clock.ts';
import type { Storage } from '../storage/storage.ts';
import type { Basics } from './open-database.ts';
import type { Together } from './together.ts';
import { makeUntilDone } from './until-done.ts';

/** Once a day: what is past its time goes. */
export function keepTidy(
  running: Pick<Together, 'defer'>,
  storage: Storage,
  keep: Config['retention'],
  { clock, log }: Basics,
): void {
  const ending = new AbortController();
  const daily = makeUntilDone('tidying', () => storage.tidy(keep), clock, log, ending.signal);
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
