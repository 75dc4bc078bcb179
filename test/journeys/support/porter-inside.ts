import { setImmediate as nextTurn } from 'node:timers/promises';
import { loadConfig } from '../../../src/app/load-config.ts';
import { openApp } from '../../../src/app.ts';
import { formatProblems } from '../../../src/config/problem.ts';
import { makeIds } from '../../../src/kernel/ids.ts';
import { makeLog } from '../../../src/kernel/log.ts';
import { eventually } from '../../support/eventually.ts';
import { type LeapClock, makeLeapClock } from '../../support/leap-clock.ts';
import type { LogLine } from '../../support/porter-process.ts';
import { type House, PATIENCE } from './house.ts';
import { jobsAtWork, readiness } from './unfinished.ts';

/** Porter in this very process, because its waits of minutes and days are to be leapt over. Everything else is real. */
export interface PorterInside extends AsyncDisposable {
  readonly clock: LeapClock;
  readonly logs: readonly LogLine[];
  /** The team room's ID; ada is a member. */
  readonly room: string;
  /**
   * Time passes at once, when nothing is under way: a letter whose 250 is just coming would leave twice, as after a suspended
   * machine. What the mail server never answers goes on: only time ends it.
   */
  leap(ms: number): Promise<void>;
  /** Time passes, an hour at most, a minute at a time, until it is so. */
  inTime<T>(ask: () => Promise<T | undefined | false> | T | undefined | false, what: string): Promise<T>;
}

const MINUTE = 60_000;
/** What a leap made due has begun after so many turns of the event loop, which the test shares with Porter. */
const TURNS = 50;

/** @param house opened with `start: false` */
export async function openPorterInside({ porter, synapse, mail, admin, ada }: House): Promise<PorterInside> {
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

  const rests = () => jobsAtWork(porter) <= mail.unanswered;
  async function rest(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
    await eventually(rests, { timeoutMs: PATIENCE, what: 'no job at work' });
  }
  async function leap(ms: number): Promise<void> {
    do await rest();
    while (!rests());
    clock.leap(ms);
  }
  return {
    ...{ clock, logs, room, leap },
    async inTime(ask, what) {
      for (let minutes = 0; minutes < 60; minutes += 1) {
        await rest();
        const found = await ask();
        if (found !== undefined && found !== false) return found;
        await leap(MINUTE);
      }
      throw new Error(`an hour passed in vain for: ${what}`);
    },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}
