import { median } from './statistics.ts';
import type { Row } from './table.ts';

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

/** Above the exponent of the raw query. */
const ALLOWED = 0.1;
const WARM_UP = 0.2;

/** k of cost ∝ size^k, by least squares on the logarithms: 0 = flat, 1 = linear. */
export function growthExponent(points: readonly Point[]): number {
  const xs = points.map((point) => Math.log(point.size));
  const ys = points.map((point) => Math.log(point.cost));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const slope = xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] ?? my) - my), 0);
  return slope / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
}

async function measureSizes(measure: GrowthMeasure, sizes: readonly number[]) {
  const porter: Point[] = [];
  const raw: Point[] = [];
  for (const size of sizes) {
    await using sides = await measure.open(size);
    const costs: { porter: number[]; raw: number[] } = { porter: [], raw: [] };
    const warmUp = Math.ceil(measure.operations * WARM_UP);
    for (let n = 0; n < measure.operations + warmUp; n += 1) {
      const cost = await sides.porter(n);
      const rawCost = await sides.raw?.(n);
      if (n < warmUp) continue;
      costs.porter.push(cost);
      if (rawCost !== undefined) costs.raw.push(rawCost);
    }
    porter.push({ size, cost: median(costs.porter) });
    if (costs.raw.length > 0) raw.push({ size, cost: median(costs.raw) });
  }
  return { porter, raw };
}

/** A row that misses is measured once more: a growth of 0.1 is a few hundredths of a millisecond. */
export async function growthRow(id: string, measure: GrowthMeasure, sizes: readonly number[]): Promise<Row> {
  const row = await measureOnce(id, measure, sizes);
  return row.ok === 'yes' ? row : measureOnce(id, measure, sizes);
}

async function measureOnce(id: string, measure: GrowthMeasure, sizes: readonly number[]): Promise<Row> {
  const { porter, raw } = await measureSizes(measure, sizes);
  const k = growthExponent(porter);
  const rawK = raw.length > 0 ? growthExponent(raw) : 0;
  const most = measure.budget === 'raw' ? Math.max(0, rawK) + ALLOWED : measure.budget;
  const show = (points: readonly Point[]) => points.map(({ cost }) => `${cost.toFixed(3)} ms`).join(', ');
  return {
    id,
    measure: `${measure.name} (${sizes.map((size) => `${size / 1_000}k`).join(', ')})`,
    porter: show(porter),
    limit: raw.length > 0 ? show(raw) : '',
    ratio: `k ${k.toFixed(2)}${raw.length > 0 ? `, raw ${rawK.toFixed(2)}` : ''}`,
    budget: `k ≤ ${measure.budget === 'raw' ? `raw + ${ALLOWED.toFixed(2)}` : measure.budget.toFixed(2)}`,
    ok: k <= most ? 'yes' : 'no',
  };
}
