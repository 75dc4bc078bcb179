import { largest, median, spreadOf } from './statistics.ts';
import type { Row } from './table.ts';

export interface Comparison {
  readonly id: string;
  readonly measure: string;
  /** Porter / limit, the median of the runs. */
  readonly here: number;
  readonly there: number;
  /** Share by which two runs of the same tree may differ. */
  readonly noise: number;
  readonly verdict: 'slower' | 'same' | 'faster';
}

interface Quantity {
  readonly value: number;
  readonly unit: string;
}

const quantitiesIn = (text: string): readonly Quantity[] =>
  [...text.matchAll(/([\d,]*\.?\d+) ?(\/s|ms|MiB)/g)].map(([, number = '', unit = '']) => ({
    value: Number(number.replaceAll(',', '')),
    unit,
  }));

/**
 * What a row says in one number, Porter / limit, taken from the two columns because the printed ratio is rounded. Of a row that
 * measures growth the largest size counts. Undefined for a row that holds no such quantity.
 */
export function figureOf({ porter, limit, budget }: Row): { value: number; better: 'more' | 'less' } | undefined {
  const at = budget.startsWith('k ') ? -1 : 0;
  const ours = quantitiesIn(porter).at(at);
  if (ours === undefined) return undefined;
  // Some rows that measure growth have no limit; then their own cost is compared.
  const theirs = quantitiesIn(limit).at(at)?.value ?? 1;
  return { value: ours.value / theirs, better: ours.unit === '/s' ? 'more' : 'less' };
}

/**
 * Compares one row of several runs in each of two trees. It is slower where it is worse by more than the noise: what the row says
 * of its own rounds, or how far the runs of one tree lie apart. Undefined where the row holds no figure.
 */
export function compareRows(here: readonly Row[], there: readonly Row[]): Comparison | undefined {
  const [row] = here;
  const better = row && figureOf(row)?.better;
  const [ours, theirs] = [here, there].map((rows) => rows.flatMap((one) => figureOf(one)?.value ?? []));
  if (row === undefined || better === undefined || !ours?.length || !theirs?.length) return undefined;
  const [mine, other] = [median(ours), median(theirs)];
  const reported = [...here, ...there].flatMap(({ noise }) => noise ?? []);
  const noise = largest([spreadOf(ours), spreadOf(theirs), ...(reported.length > 0 ? [median(reported)] : [])]);
  const worse = better === 'more' ? 1 - mine / other : mine / other - 1;
  const verdict = worse > noise ? 'slower' : worse < -noise ? 'faster' : 'same';
  return { id: row.id, measure: row.measure, here: mine, there: other, noise, verdict };
}
