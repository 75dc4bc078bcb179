import { percentile, spreadOf } from './statistics.ts';
import { NOISY, type Row } from './table.ts';

/** Milliseconds that single operations took, and at most how many times the limit's p50 and p99 Porter's may be. */
export interface Durations {
  readonly porter: readonly number[];
  readonly limit: readonly number[];
  readonly budgets: { readonly p50: number; readonly p99: number };
}

const ROUNDS = 7;

/** Runs each side once in turn, so often. @param once resolves with the milliseconds that the n-th operation took */
export async function measureInTurn(
  count: number,
  once: { readonly [side in 'porter' | 'limit']: (n: number) => Promise<number> | number },
): Promise<Pick<Durations, 'porter' | 'limit'>> {
  const [porter, limit]: [number[], number[]] = [[], []];
  for (let n = 0; n < count * 1.1; n += 1) {
    const [ours, theirs] = [await once.porter(n), await once.limit(n)];
    // The first tenth is the warm-up.
    if (n < count * 0.1) continue;
    porter.push(ours);
    limit.push(theirs);
  }
  return { porter, limit };
}

/** One row for the p50 and one for the p99. */
export function durationRows(id: string, measure: string, { porter, limit, budgets }: Durations): readonly Row[] {
  const each = Math.ceil(limit.length / ROUNDS);
  const rounds = Array.from({ length: ROUNDS }, (_, round) => limit.slice(round * each, (round + 1) * each));
  return (['p50', 'p99'] as const).map((name): Row => {
    const share = name === 'p50' ? 0.5 : 0.99;
    const [ours, theirs] = [percentile(porter, share), percentile(limit, share)];
    const spread = spreadOf(rounds.map((round) => percentile(round, share)));
    const [ratio, budget] = [ours / theirs, budgets[name]];
    const show = (ms: number) => `${ms.toFixed(2)} ms (N ${porter.length.toLocaleString('en')})`;
    return {
      ...{ id, measure: `${measure}, ${name}`, porter: show(ours), limit: show(theirs) },
      ...{ ratio: ratio.toFixed(2), budget: `≤ ${budget.toFixed(2)}` },
      ok: ratio <= budget ? 'yes' : spread > NOISY ? 'noisy' : 'no',
    };
  });
}
