import { nextOf } from '../shared/counters.ts';
import { setMemory } from '../shared/memory.ts';
import type { Tx } from '../shared/write.ts';

/** Short ids to skip: those given out since the copy are not used again, and a damaged database cannot say how many there were. */
const SHORT_IDS_SKIPPED = 1_000;

/** What a restore means for applications: new short ids, and a new round for those that wait, because their notices may be gone. */
export async function restoreApplications(tx: Tx): Promise<string | undefined> {
  await nextOf(tx, 'short-id', SHORT_IDS_SKIPPED);
  await setMemory(tx, 'meta.new-round', '1');
  const { open } = await tx
    .selectFrom('applications')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('stage', '=', 'waiting')
    .executeTakeFirstOrThrow();
  const count = Number(open);
  if (count === 0) return undefined;
  return count === 1
    ? '1 application that waits for its votes gets a new notice when Porter starts.'
    : `${count} applications that wait for their votes get a new notice when Porter starts.`;
}
