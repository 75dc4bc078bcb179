import type { Tx } from '../shared/write.ts';
import { othersIn, type TheirJob } from './their-jobs.ts';
import type { Whose } from './whose.ts';

/**
 * Takes addresses from the jobs that tell them, and others, of what was folded. Returns the jobs that tell nobody else: they are as they
 * were, but for what was counted for them.
 */
export async function takeFromFolds(tx: Tx, folds: readonly TheirJob[], whose: Whose): Promise<readonly TheirJob[]> {
  const alone: TheirJob[] = [];
  for (const fold of folds) {
    const { row, payload } = fold;
    const others = othersIn(payload, whose);
    if (others.length > 0) {
      const left = JSON.stringify({ ...payload, addresses: others });
      await tx.updateTable('jobs').set({ payload: left, frozen: null }).where('seq', '=', row.seq).execute();
      continue;
    }
    alone.push(fold);
    await tx
      .updateTable('folded')
      .set({ titles: '[]' })
      .where('name', '=', String(payload['name']))
      .where('until', '=', Number(payload['until']))
      .execute();
  }
  return alone;
}
