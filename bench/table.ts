import type { Measure, Result } from './ratio.ts';

export interface Row {
  readonly id: string;
  readonly measure: string;
  readonly porter: string;
  readonly limit: string;
  readonly ratio: string;
  readonly budget: string;
  readonly ok: 'yes' | 'no' | 'noisy';
}

/** The limit's own rounds spread by more than this share of their median. */
export const NOISY = 0.5;

export function rowOfRatio(id: string, { name, kind, budget }: Measure, { porter, limit, ratio, spread }: Result): Row {
  const fine = kind === 'rate' ? ratio >= budget : ratio <= budget;
  return {
    id,
    measure: name,
    porter: perSecond(porter),
    limit: perSecond(limit),
    ratio: ratio.toFixed(2),
    budget: `${kind === 'rate' ? '≥' : '≤'} ${budget.toFixed(2)}`,
    ok: fine ? 'yes' : spread > NOISY ? 'noisy' : 'no',
  };
}

export const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')}/s`;

export const headOfTable = '| measure | Porter | limit | ratio | budget | ok |\n|---|---|---|---|---|---|';

export const lineOfTable = ({ id, measure, porter, limit, ratio, budget, ok }: Row): string =>
  `| ${id} ${measure} | ${porter} | ${limit} | ${ratio} | ${budget} | ${ok} |`;
