import { growthRow } from './growth.ts';
import { ratioRow } from './ratio.ts';
import type { RowFile } from './rows.ts';
import type { Row } from './table.ts';

const SIZES = [1_000, 10_000, 100_000];
const ALL_SIZES = [...SIZES, 1_000_000];

async function once(id: string, file: RowFile, all: boolean): Promise<readonly Row[]> {
  if (file.measure !== undefined) return [await ratioRow(id, file.measure)];
  if (file.growth !== undefined) return [await growthRow(id, file.growth, all ? ALL_SIZES : SIZES)];
  return (await file.rows?.(all)) ?? [];
}

/** Measures one row; one that is noisy is repeated once and then reported, one that breaks off or answers wrongly has failed. */
export async function measureRow(id: string, file: RowFile, all: boolean): Promise<readonly Row[]> {
  try {
    const rows = await once(id, file, all);
    return rows.some(({ ok }) => ok === 'noisy') ? await once(id, file, all) : rows;
  } catch (error) {
    console.error(`${id} broke off:`, error);
    return [{ id, measure: 'broke off', porter: '', limit: '', ratio: '', budget: '', ok: 'no' }];
  }
}
