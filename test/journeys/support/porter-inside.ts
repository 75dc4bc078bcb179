import { loadConfig } from '../../../src/app/load-config.ts';
import { openApp } from '../../../src/app.ts';
import { formatProblems } from '../../../src/config/problem.ts';
import { makeIds } from '../../../src/kernel/ids.ts';
import { makeLog } from '../../../src/kernel/log.ts';
import { eventually } from '../../support/eventually.ts';
import { type LeapClock, makeLeapClock } from '../../support/leap-clock.ts';
import type { LogLine } from '../../support/porter-process.ts';
import type { House } from './house.ts';
import { readiness } from './unfinished.ts';

/** Porter in this very process, because its waits of minutes and days are to be leapt over. Everything else is real. */
export interface PorterInside extends AsyncDisposable {
  readonly clock: LeapClock;
  readonly logs: readonly LogLine[];
  /** The team room's ID; ada is a member. */
  readonly room: string;
}

/** @param house opened with `start: false` */
export async function openPorterInside({ porter, synapse, admin, ada }: House): Promise<PorterInside> {
  await synapse.promotePorter(admin);
  synapse.relay.aim(porter.appservicePort);
  const loaded = await loadConfig(porter.configFile);
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  const clock = makeLeapClock();
  const logs: LogLine[] = [];
  const log = makeLog('debug', (line) => logs.push(JSON.parse(line) as LogLine));
  const app = await openApp(loaded, { clock, ids: makeIds(() => clock.now()), log });
  await eventually(async () => (await readiness(porter)).status === 200, { timeoutMs: 60_000, what: 'readiness' });
  const room = await admin.join('#team:porter.test');
  await admin.invite(room, ada.userId);
  await ada.join(room);
  return { clock, logs, room, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}
