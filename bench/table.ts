import { type Measure, measureRatio, type Result } from './ratio.ts';

export interface Row {
  readonly id: string;
  readonly measure: string;
  readonly porter: string;
  readonly limit: string;
  readonly ratio: string;
  readonly budget: string;
  readonly ok: 'yes' | 'no' | 'noisy';
  /** How far the row's own rounds lie apart, as a share; not in the table, and left out where a row does not know. */
  readonly noise?: number;
}

/** The limit's own rounds spread by more than this share of their median. */
export const NOISY = 0.5;

export function rowOfRatio(id: string, { name, kind, budget }: Measure, result: Result): Row {
  const { porter, limit, ratio, spread, noise } = result;
  const fine = kind === 'rate' ? ratio >= budget : ratio <= budget;
  return {
    id,
    measure: name,
    porter: perSecond(porter),
    limit: perSecond(limit),
    ratio: ratio.toFixed(2),
    budget: `${kind === 'rate' ? '≥' : '≤'} ${budget.toFixed(2)}`,
    ok: fine ? 'yes' : spread > NOISY ? 'noisy' : 'no',
    noise,
  };
}

export const ratioRow = async (id: string, measure: Measure): Promise<Row> =>
  rowOfRatio(id, measure, await measureRatio(measure));

export const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')}/s`;

export const headOfTable = '| measure | Porter | limit | ratio | budget | ok |\n|---|---|---|---|---|---|';

export const lineOfTable = ({ id, measure, porter, limit, ratio, budget, ok }: Row): string =>
  `| ${id} ${measure} | ${porter} | ${limit} | ${ratio} | ${budget} | ${ok} |`;

const BROKE_OFF = 'broke off';

/** What stands in the table for a row that could not be measured. */
export function brokenRow(id: string, error: unknown): Row {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  const measure = `${BROKE_OFF}: ${reason.replaceAll('|', '/').slice(0, 200)}`;
  return { id, measure, porter: '', limit: '', ratio: '', budget: '', ok: 'no' };
}

/** Older trees give no reason. */
export const isBroken = ({ measure }: Row): boolean => measure.startsWith(BROKE_OFF);

/** The rows in what a run printed, as JSON (`--json`) or as a table; all other lines are passed over. */
export const parseRows = (printed: string): readonly Row[] =>
  printed.split('\n').flatMap((line): Row[] => {
    if (line.startsWith('{"id":')) return [JSON.parse(line) as Row];
    const [name, porter = '', limit = '', ratio = '', budget = '', ok] = line.replace(/^\| | \|$/g, '').split(' | ');
    const [, id, measure] = /^([A-Z]+\d+) (.+)$/.exec(name ?? '') ?? [];
    if (id === undefined || measure === undefined || !isVerdict(ok)) return [];
    return [{ id, measure, porter, limit, ratio, budget, ok }];
  });

const isVerdict = (ok: string | undefined): ok is Row['ok'] => ['yes', 'no', 'noisy'].includes(ok ?? '');
