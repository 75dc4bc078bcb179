import { sql } from 'kysely';
import type { Application } from '../../registration/application.ts';
import type { JobKind, LetterKind } from '../../registration/rules/jobs.ts';
import { parsePayload, waitingStates } from '../outbox/job-rows.ts';
import { queuesOf } from '../outbox/queues.ts';
import type { Tx } from '../shared/write.ts';

const SEND: JobKind = 'registration.send-letter';
/**
 * Letters that go out by themselves; one that is held waits for an operator, perhaps for ever. Literals, so that the partial indexes are
 * used.
 */
const inLine = [...waitingStates, 'leased'].map((state) => sql.lit(state));

/** See `BesideProof.letterWaits`. */
export async function letterWaits(
  tx: Tx,
  { id, entry, addressHash }: Application,
  letter: LetterKind,
  issue: number | undefined,
): Promise<boolean> {
  const jobs = await tx
    .selectFrom('jobs')
    .select('payload')
    .where('kind', '=', SEND)
    .where('queue', 'in', queuesOf([`email:${addressHash}`]))
    .where('state', 'in', inLine)
    .execute();
  return jobs
    .map(({ payload }) => parsePayload(payload) ?? {})
    .filter((job) => job['id'] === id && job['entry'] === entry && job['letter'] === letter)
    .some((job) => issue === undefined || job['issue'] === issue);
}
