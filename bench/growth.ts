import { largest, lineThrough, median, spreadOf } from './statistics.ts';
import { NOISY, type Row } from './table.ts';

export interface Point {
  readonly size: number;
  readonly cost: number;
}

export interface GrowthMeasure {
  readonly name: string;
  /** `raw`: the exponent may exceed that of the raw query of the same run by 0.10; otherwise the exponent itself. */
  readonly budget: 'raw' | number;
  readonly operations: number;
  /** Data of this size. Each operation answers its own cost in milliseconds. */
  open(size: number): Promise<
    {
      readonly porter: (n: number) => Promise<number>;
      readonly raw?: (n: number) => Promise<number>;
    } & AsyncDisposable
  >;
}

/** How far the exponent may exceed that of the raw query. */
const ALLOWED = 0.1;
const WARM_UP = 0.2;
const ROUNDS = 7;

/** k of cost ∝ size^k, by least squares on the logarithms: 0 = flat, 1 = linear. */
export const growthExponent = (points: readonly Point[]): number =>
  lineThrough(points.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }))).slope;

type Sides = Awaited<ReturnType<GrowthMeasure['open']>>;

/** Milliseconds per round. Each round measures every size, so that load on the machine meets all sizes alike. */
interface Costs {
  readonly size: number;
  readonly sides: Sides;
  readonly porter: number[][];
  readonly raw: number[][];
}

async function measureRound(sides: Sides, operations: Iterable<number>) {
  const [porter, raw]: [number[], number[]] = [[], []];
  for (const n of operations) {
    porter.push(await sides.porter(n));
    if (sides.raw !== undefined) raw.push(await sides.raw(n));
  }
  return { porter, raw };
}

function* numbers(from: number, to: number): Generator<number> {
  for (let n = from; n < to; n += 1) yield n;
}

async function measureSizes(measure: GrowthMeasure, sizes: readonly number[]): Promise<readonly Costs[]> {
  await using opened = new AsyncDisposableStack();
  const all: Costs[] = [];
  const warmUp = Math.ceil(measure.operations * WARM_UP);
  for (const size of sizes) {
    const sides = opened.use(await measure.open(size));
    await measureRound(sides, numbers(0, warmUp));
    all.push({ size, sides, porter: [], raw: [] });
  }
  const each = Math.ceil(measure.operations / ROUNDS);
  for (let from = 0; from < measure.operations; from += each) {
    const to = Math.min(measure.operations, from + each);
    for (const costs of all) {
      const round = await measureRound(costs.sides, numbers(warmUp + from, warmUp + to));
      costs.porter.push(round.porter);
      if (round.raw.length > 0) costs.raw.push(round.raw);
    }
  }
  return all;
}

export async function growthRow(id: string, measure: GrowthMeasure, sizes: readonly number[]): Promise<Row> {
  const all = await measureSizes(measure, sizes);
  const hasRaw = all.every(({ raw }) => raw.length > 0);
  const points = (side: 'porter' | 'raw') =>
    all.map((costs) => ({ size: costs.size, cost: median(costs[side].flat()) }));
  const porter = points('porter');
  const k = growthExponent(porter);
  const rawK = hasRaw ? growthExponent(points('raw')) : 0;
  const most = measure.budget === 'raw' ? Math.max(0, rawK) + ALLOWED : measure.budget;
  // The limit is the raw query, or where there is none the cost at the smallest size.
  const limits = hasRaw ? all.map(({ raw }) => raw) : all.slice(0, 1).map((costs) => costs.porter);
  const spread = largest(limits.map((rounds) => spreadOf(rounds.map(median))));
  const show = (costs: readonly Point[]) => costs.map(({ cost }) => `${cost.toFixed(3)} ms`).join(', ');
  return {
    id,
    measure: `${measure.name} (${sizes.map((size) => `${size / 1_000}k`).join(', ')})`,
    porter: show(porter),
    limit: hasRaw ? show(points('raw')) : '',
    ratio: `k ${k.toFixed(2)}${hasRaw ? `, raw ${rawK.toFixed(2)}` : ''}`,
    budget: `k ≤ ${measure.budget === 'raw' ? `raw + ${ALLOWED.toFixed(2)}` : measure.budget.toFixed(2)}`,
    ok: k <= most ? 'yes' : spread > NOISY ? 'noisy' : 'no',
  };
}
