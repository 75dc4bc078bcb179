import type { EventEmitter } from 'node:events';
import { growthRow } from './growth.ts';
import type { RowFile } from './rows.ts';
import { brokenRow, type Row, ratioRow } from './table.ts';

const SIZES = [1_000, 10_000, 100_000];
const ALL_SIZES = [...SIZES, 1_000_000];

async function once(id: string, file: RowFile, all: boolean): Promise<readonly Row[]> {
  if (file.measure !== undefined) return [await ratioRow(id, file.measure)];
  if (file.growth !== undefined) return [await growthRow(id, file.growth, all ? ALL_SIZES : SIZES)];
  return (await file.rows?.(all)) ?? [];
}

/**
 * Measures one row. One that is noisy is repeated once and then reported; one that breaks off or answers wrongly has failed
 * and says why, so that the others can go on.
 *
 * @param program where an error that nobody caught is told
 */
export async function measureRow(
  id: string,
  load: () => Promise<RowFile>,
  all: boolean,
  program: EventEmitter = process,
): Promise<readonly Row[]> {
  try {
    return await orThrown(program, async () => {
      const file = await load();
      const rows = await once(id, file, all);
      return rows.some(({ ok }) => ok === 'noisy') ? await once(id, file, all) : rows;
    });
  } catch (error) {
    console.error(`${id} broke off:`, error);
    return [brokenRow(id, error)];
  }
}

/** Rejects also with what is thrown beside the promise, e.g. by a handler of a socket: it would end the whole run. */
async function orThrown<Answer>(program: EventEmitter, work: () => Promise<Answer>): Promise<Answer> {
  const thrown = Promise.withResolvers<never>();
  program.on('uncaughtException', thrown.reject);
  try {
    return await Promise.race([work(), thrown.promise]);
  } finally {
    program.off('uncaughtException', thrown.reject);
  }
}
