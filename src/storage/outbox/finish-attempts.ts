import { sql } from 'kysely';
import type { FinishedAttempt } from '../../outbox/ports/job-store.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import { prepare, prepareList } from '../shared/prepared.ts';
import type { Tx } from '../shared/write.ts';
import type { StoredJob } from './job-rows.ts';
import type { MarkDead } from './mark-dead.ts';
import { makeFinishJobs, type WaitAgain } from './own-slot.ts';
import type { Queues } from './queues.ts';

type Held = Pick<StoredJob, 'seq' | 'id' | 'key' | 'attempt' | 'once' | 'frozen'>;

export interface FinishParts {
  readonly queues: Queues;
  readonly markDead: MarkDead;
  readonly waitAgain: WaitAgain;
  readonly facts: DialectFacts;
}

/** Makes what writes how attempts ended. Runs in one transaction. An attempt that is no longer the stored one changes nothing. */
export function makeFinishAttempts({ queues, markDead, waitAgain, facts }: FinishParts) {
  const finish = makeFinishJobs();
  const leased = prepareList<string, Record<never, never>, Held>((db, list) => {
    const query = db
      .selectFrom('jobs')
      .select(['seq', 'id', 'key', 'attempt', 'once', 'frozen'])
      .where('id', 'in', list)
      .where('state', '=', 'leased');
    return facts.rowLocks ? query.orderBy('seq').forUpdate() : query;
  });
  const keepReceipt = prepare<{ seq: number; receipt: string | null }, unknown>((db, at) =>
    db
      .updateTable('jobs')
      .set({ receipt: at.of('receipt') })
      .where('seq', '=', at.of('seq')),
  );
  const giveBack = prepare<
    {
      seq: number;
      state: 'waiting' | 'elsewhere';
      waitsFor: string | null;
      due: number | null;
      failed: number;
      unknown: number;
      code: string | null;
    },
    unknown
  >((db, at) =>
    db
      .updateTable('jobs')
      .set((eb) => ({
        state: at.of('state'),
        waits_for: at.of('waitsFor'),
        lease_until: null,
        due_at: eb.fn.coalesce(sql<number>`cast(${at.of('due')} as bigint)`, eb.ref('due_at')),
        failures: eb('failures', '+', at.of('failed')),
        code: at.of('code'),
        first_tried_at: eb
          .case()
          .when(sql<number>`cast(${at.of('unknown')} as bigint)`, '=', 1)
          .then(eb.fn.coalesce('first_tried_at', 'leased_at'))
          .else(eb.ref('first_tried_at'))
          .end(),
      }))
      .where('seq', '=', at.of('seq')),
  );
  const park = prepare<{ seq: number; code: string; now: number }, unknown>((db, at) =>
    db
      .updateTable('jobs')
      .set({ state: 'parked', code: at.of('code'), done_at: at.of('now'), lease_until: null })
      .where('seq', '=', at.of('seq')),
  );
  const markTried = prepareList<number, Record<never, never>, unknown>((db, list) =>
    db
      .updateTable('jobs')
      .set((eb) => ({ first_tried_at: eb.fn.coalesce('first_tried_at', 'leased_at') }))
      .where('seq', 'in', list),
  );

  async function finishAttempts(tx: Tx, ends: readonly FinishedAttempt[], now: number): Promise<void> {
    const byId = new Map(ends.map((end) => [end.id, end]));
    const { rows } = await leased(tx, [...byId.keys()], {});
    const held = rows.filter((row) => byId.get(row.id)?.attempt === row.attempt);
    const over: Record<'done' | 'refused' | 'nothing', number[]> = { done: [], refused: [], nothing: [] };
    const dead = new Map<string, number[]>();
    const unknown: number[] = [];

    for (const job of held) {
      const end = byId.get(job.id)?.end;
      if (end === undefined) continue;
      const said = 'receipt' in end ? end.receipt : undefined;
      // What was said at an earlier attempt is no longer true.
      if (said !== undefined || job.attempt > 1)
        await keepReceipt(tx, { seq: job.seq, receipt: said === undefined ? null : JSON.stringify(said) });
      if (end.kind === 'done' || end.kind === 'refused' || end.kind === 'nothing') over[end.kind].push(job.seq);
      else if (end.kind === 'parked') await park(tx, { seq: job.seq, code: end.code, now });
      else if (end.kind === 'dead') {
        dead.set(end.code, [...(dead.get(end.code) ?? []), job.seq]);
        if (end.unknown) unknown.push(job.seq);
      } else {
        const failed = end.kind === 'failed' ? 1 : 0;
        const waitsFor = end.kind === 'later' ? end.waitsFor : undefined;
        await giveBack(tx, {
          seq: job.seq,
          state: waitsFor === undefined ? 'waiting' : 'elsewhere',
          waitsFor: waitsFor ?? null,
          due: end.dueAt ?? null,
          failed,
          unknown: end.unknown ? 1 : 0,
          code: end.code ?? null,
        });
        await waitAgain(tx, job, now);
      }
    }
    if (unknown.length > 0) await markTried(tx, unknown, {});
    if (over.done.length > 0) await finish(tx, over.done, { now, code: null });
    if (over.refused.length > 0) await finish(tx, over.refused, { now, code: 'refused' });
    if (over.nothing.length > 0) await finish(tx, over.nothing, { now, code: 'nothing' });
    for (const [code, seqs] of dead) await markDead(tx, seqs, code, now);
    await queues.callNext(
      tx,
      held.map(({ seq }) => seq),
    );
  }

  return { finishAttempts, giveBack };
}
