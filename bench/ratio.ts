import { median, middleSpreadOf, spreadOf } from './statistics.ts';

/** Does `count` operations, one after another unless the measure says otherwise. */
export type Work = (count: number) => Promise<void>;

/** Work that uses up what `prepare` makes; only `run` is measured. */
export interface PreparedWork {
  readonly prepare: Work;
  readonly run: Work;
}

export interface Measure {
  readonly name: string;
  readonly kind: 'rate' | 'cost';
  /** Of Porter / limit: a rate must reach it, a cost must stay below it. */
  readonly budget: number;
  /** Opens both sides on fresh data; closed after the last round. */
  open(): Promise<{ readonly porter: Work | PreparedWork; readonly limit: Work | PreparedWork } & AsyncDisposable>;
}

export interface Result {
  /** Operations per second. */
  readonly porter: number;
  readonly limit: number;
  /** Median of the rounds' ratios. */
  readonly ratio: number;
  /** How far the limit's own rounds lie apart, as a share of their median; more than half is noise. */
  readonly spread: number;
  /** How far the middle half of the rounds' ratios lies apart, as a share of `ratio`. */
  readonly noise: number;
}

const ROUNDS = 7;
const CALIBRATED_MS = 500;
const ROUND_MS = 1_000;

/** Operations per second. */
async function rate(work: Work | PreparedWork, count: number): Promise<number> {
  const { prepare, run } = typeof work === 'function' ? { prepare: undefined, run: work } : work;
  await prepare?.(count);
  const began = performance.now();
  await run(count);
  return (count * 1_000) / (performance.now() - began);
}

/** Doubles the count until a round lasts half a second, which is also the warm-up. Answers the count of a whole round. */
async function calibrate(work: Work | PreparedWork): Promise<number> {
  for (let count = 1; ; count *= 2) {
    const perSecond = await rate(work, count);
    if ((count * 1_000) / perSecond >= CALIBRATED_MS) return Math.max(1, Math.round((perSecond * ROUND_MS) / 1_000));
  }
}

/** Measures Porter and its limit in turn, in one process, so that load on the machine meets both. The median of the ratios counts. */
export async function measureRatio(measure: Measure): Promise<Result> {
  await using sides = await measure.open();
  const counts = { porter: await calibrate(sides.porter), limit: await calibrate(sides.limit) };
  const rounds: { porter: number; limit: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const porter = await rate(sides.porter, counts.porter);
    const limit = await rate(sides.limit, counts.limit);
    rounds.push({ porter, limit });
  }
  const limits = rounds.map((round) => round.limit);
  const ratios = rounds.map(({ porter, limit }) => (measure.kind === 'rate' ? porter / limit : limit / porter));
  return {
    porter: median(rounds.map((round) => round.porter)),
    limit: median(limits),
    ratio: median(ratios),
    spread: spreadOf(limits),
    noise: middleSpreadOf(ratios),
  };
}
