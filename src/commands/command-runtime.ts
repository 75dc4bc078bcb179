import type { Runtime } from '../app/open-database.ts';
import { systemClock } from '../kernel/clock.ts';
import { makeIds } from '../kernel/ids.ts';
import { makeLog } from '../kernel/log.ts';

/** Real time, real randomness, and a log of warnings and errors on standard error. */
export const commandRuntime = (): Runtime => ({
  clock: systemClock,
  ids: makeIds(() => systemClock.now()),
  log: makeLog('warn', (line) => process.stderr.write(line)),
});
