import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../test/support/free-port.ts';
import { openBenchHouse } from './house.ts';
import { residentMiB, startServer } from './processes.ts';
import { median } from './statistics.ts';
import type { Row } from './table.ts';

const BUDGET = 1.85;
const SAMPLES = 7;
const bareServer = path.join(import.meta.dirname, 'servers', 'bare.mjs');

/** Memory of both sides after the same rest: ready, and without a single request. */
export async function rows(): Promise<readonly Row[]> {
  await using house = await openBenchHouse();
  const port = await freePort();
  await using bare = await startServer([bareServer, String(port)], `http://127.0.0.1:${port}/`);
  await sleep(15_000);
  const [porter, limit]: [number[], number[]] = [[], []];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    porter.push(await residentMiB(house.porter.pid));
    limit.push(await residentMiB(bare.pid));
    await sleep(500);
  }
  const ratio = median(porter) / median(limit);
  return [
    {
      ...{ id: 'B15', measure: 'memory at rest, SQLite, Matrix only; bare node:http' },
      ...{ porter: `${median(porter).toFixed(0)} MiB`, limit: `${median(limit).toFixed(0)} MiB` },
      ...{ ratio: ratio.toFixed(2), budget: `≤ ${BUDGET.toFixed(2)}`, ok: ratio <= BUDGET ? 'yes' : 'no' },
    },
  ];
}
