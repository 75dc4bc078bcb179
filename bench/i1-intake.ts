import { type HttpSide, openHttpSide } from './http-side.ts';
import { median, percentile, spreadOf } from './statistics.ts';
import { NOISY, type Row, ratioRow } from './table.ts';

/** Of the rate of the limit, at least. */
const BUDGET = 0.25;
/** How many times the p50 of the limit the p99 may be. */
const LATENCY_BUDGET = 20;
const ROUNDS = 5;
const REQUESTS = 10_000;

/** `[<id>]` becomes a number of its own in each request, so that no two notifications are the same. */
const request = {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'Bearer bench-token' },
  body: JSON.stringify({ title: 'Disk full [<id>]', lines: ['sda1 at 98 %'], urgency: 'now' }),
} as const;

export async function rows(): Promise<readonly Row[]> {
  await using opened = new AsyncDisposableStack();
  const porter = opened.use(await openHttpSide('intake.ts', '/v1/notifications', '"id"', request));
  const limit = opened.use(await openHttpSide('raw-post.ts', '/', '"id"', request));
  const rate = await ratioRow('I1', {
    name: 'notification posted, kept on disk before it is answered, 50 connections; raw node:http that reads and answers',
    ...{ kind: 'rate', budget: BUDGET },
    open: async () => ({ porter: porter.work, limit: limit.work, [Symbol.asyncDispose]: async () => undefined }),
  });
  // After that, because a program that has just started answers slower for a while.
  return [rate, await latencyRow(porter, limit)];
}

async function latencyRow(porter: HttpSide, limit: HttpSide): Promise<Row> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  const middles: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const ms of await porter.times(REQUESTS)) ours.push(ms);
    const bare = await limit.times(REQUESTS);
    for (const ms of bare) theirs.push(ms);
    middles.push(median(bare));
  }
  const [p99, p50] = [percentile(ours, 0.99), median(theirs)];
  const ratio = p99 / p50;
  const told = (name: string, ms: number, all: readonly number[]) => `${name} ${ms.toFixed(2)} ms (N ${all.length})`;
  return {
    ...{ id: 'I1', measure: 'the slowest of a hundred of them; the middle of raw node:http under the same load' },
    ...{ porter: told('p99', p99, ours), limit: told('p50', p50, theirs), ratio: ratio.toFixed(2) },
    budget: `≤ ${LATENCY_BUDGET.toFixed(2)}`,
    ok: ratio <= LATENCY_BUDGET ? 'yes' : spreadOf(middles) > NOISY ? 'noisy' : 'no',
  };
}
