import { type Kysely, sql } from 'kysely';
import type { JobPayload } from '../../../outbox/job.ts';
import { parsePayload } from '../../outbox/job-rows.ts';
import { isoTime, type PersonalRows } from '../../shared/personal-rows.ts';
import type { InboxRow } from '../../shared/rows/inbox.ts';
import type { Tables } from '../../shared/tables.ts';
import type { ErasureNeeds, PersonAddresses, PersonKeys } from './keys.ts';

interface Heard {
  readonly row: Pick<InboxRow, 'source' | 'at' | 'state'> & { readonly seq: number };
  readonly body: JobPayload;
}

/** Items of the inbox that the person said: remarks on a channel, and events of their account. */
async function heardFrom(
  on: Kysely<Tables>,
  { userId, addresses, isMeant }: PersonAddresses,
): Promise<readonly Heard[]> {
  if (addresses.length === 0) return [];
  const found: Heard[] = [];
  // One query per state, so that each can use its own index.
  for (const state of ['new', 'parked']) {
    const rows = await on
      .selectFrom('inbox')
      .select(['seq', 'source', 'at', 'state', 'body'])
      .where('state', '=', sql.lit(state))
      .orderBy('seq')
      .execute();
    for (const row of rows) {
      const body = parsePayload(row.body);
      if (body === undefined) continue;
      const at = Array.isArray(body['at']) ? body['at'][0] : undefined;
      const isOwn = userId !== undefined && body['sender'] === userId;
      if (isOwn || isMeant(row.source, body['person']) || isMeant(row.source, at)) found.push({ row, body });
    }
  }
  return found;
}

/** What the person said and nobody handled yet, or could. */
export const heardRows = ({ now }: ErasureNeeds): PersonalRows<PersonKeys> => ({
  what: 'heard',
  read: async (on, keys) =>
    (await heardFrom(on, keys)).map(({ row: { source, at, state }, body: { name, text, content } }) => ({
      ...{ source, state, at: isoTime(at), name: name ?? null, said: text ?? content ?? null },
    })),
  async erase(tx, keys) {
    const seqs = (await heardFrom(tx, keys))
      // What is new from the homeserver is a vote or a command about to be handled.
      .filter(({ row, body }) => row.state === 'parked' || !('sender' in body))
      .map(({ row }) => row.seq);
    if (seqs.length === 0) return 0;
    await tx
      .updateTable('inbox')
      .set({ state: 'done', body: '', handled_at: now() })
      .where('seq', 'in', seqs)
      .execute();
    return seqs.length;
  },
});
