import { type BenchServer, openBenchServer } from './bench-server.ts';
import { growthExponent, type Point } from './growth.ts';
import { type Measure, measureRatio, type Work } from './ratio.ts';
import { median, percentile } from './statistics.ts';
import { perSecond, type Row, rowOfRatio } from './table.ts';
import { openTokenLoad } from './token-load.ts';

const BUDGET = 0.7;
/** Connections, requests in flight on each. */
const SHAPES = [
  [1, 1],
  [1, 32],
  [50, 1],
  [50, 8],
] as const;
const CONNECTIONS = [1, 10, 100, 1_000];
/** How far the exponent may exceed that of the bare server. */
const ALLOWED = 0.1;
const GROWTH_ROUNDS = 5;
const GROWTH_REQUESTS = 5_000;

/** Tokens for games are on the record only with `all`, which is the default of the setting. */
export async function rows(): Promise<readonly Row[]> {
  await using opened = new AsyncDisposableStack();
  const limit = opened.use(await openBenchServer('bare-tokens.ts'));
  const guests = opened.use(await openBenchServer('tokens-tcp.ts', ['guests']));
  const measured: Row[] = [];
  for (const [connections, window] of SHAPES) {
    measured.push(await shapeRow(guests, limit, connections, window, 'record: guests'));
  }
  measured.push(await growthRow(guests, limit));
  const all = opened.use(await openBenchServer('tokens-tcp.ts', ['all']));
  measured.push(await shapeRow(all, limit, 50, 8, 'record: all'));
  return measured;
}

async function shapeRow(
  porter: BenchServer,
  limit: BenchServer,
  connections: number,
  window: number,
  record: string,
): Promise<Row> {
  const times: { porter: number[]; limit: number[] } = { porter: [], limit: [] };
  const measure: Measure = {
    name: `tokens over TCP, ${connections} × ${window}, ${record}; bare net server that signs`,
    kind: 'rate',
    budget: BUDGET,
    async open() {
      const loads = {
        porter: await openTokenLoad(porter.port, connections, window),
        limit: await openTokenLoad(limit.port, connections, window),
      };
      const timed =
        (side: 'porter' | 'limit'): Work =>
        async (count) => {
          await loads[side].work(count);
          times[side] = times[side].concat(loads[side].takeTimes());
        };
      return {
        porter: timed('porter'),
        limit: timed('limit'),
        async [Symbol.asyncDispose]() {
          loads.porter[Symbol.dispose]();
          loads.limit[Symbol.dispose]();
        },
      };
    },
  };
  const row = rowOfRatio('B7', measure, await measureRatio(measure));
  return {
    ...row,
    porter: `${row.porter}, ${percentiles(times.porter)}`,
    limit: `${row.limit}, ${percentiles(times.limit)}`,
  };
}

function percentiles(times: readonly number[]): string {
  const ms = (share: number): string => percentile(times, share).toFixed(2);
  return `p50 ${ms(0.5)} p99 ${ms(0.99)} ms (N ${times.length.toLocaleString('en')})`;
}

/** Measures the cost of one request by how many connections ask at once, with one request in flight on each. */
async function growthRow(porter: BenchServer, limit: BenchServer): Promise<Row> {
  const points: { readonly porter: Point[]; readonly limit: Point[] } = { porter: [], limit: [] };
  for (const size of CONNECTIONS) {
    using ours = await openTokenLoad(porter.port, size, 1);
    using bare = await openTokenLoad(limit.port, size, 1);
    const costs: { readonly porter: number[]; readonly limit: number[] } = { porter: [], limit: [] };
    for (let round = 0; round <= GROWTH_ROUNDS; round += 1) {
      const cost = { porter: await costOf(ours.work), limit: await costOf(bare.work) };
      // The first one is the warm-up.
      if (round === 0) continue;
      costs.porter.push(cost.porter);
      costs.limit.push(cost.limit);
    }
    points.porter.push({ size, cost: median(costs.porter) });
    points.limit.push({ size, cost: median(costs.limit) });
  }
  const [k, raw] = [growthExponent(points.porter), growthExponent(points.limit)];
  const show = (list: readonly Point[]): string => list.map(({ cost }) => perSecond(1_000 / cost)).join(', ');
  return {
    ...{ id: 'B7', measure: `tokens over TCP, by connections (${CONNECTIONS.join(', ')}); bare net server that signs` },
    ...{ porter: show(points.porter), limit: show(points.limit) },
    ...{ ratio: `k ${k.toFixed(2)}, raw ${raw.toFixed(2)}`, budget: `k ≤ raw + ${ALLOWED.toFixed(2)}` },
    ok: k <= raw + ALLOWED ? 'yes' : 'no',
  };
}

/** Milliseconds per request. */
async function costOf(work: Work): Promise<number> {
  const began = performance.now();
  await work(GROWTH_REQUESTS);
  return (performance.now() - began) / GROWTH_REQUESTS;
}
