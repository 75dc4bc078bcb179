import { nextOf } from '../shared/counters.ts';
import { setMemory } from '../shared/memory.ts';
import type { Tx } from '../shared/write.ts';

/** Short ids to skip: those given out since the copy are not used again, and a damaged database cannot say how many there were. */
const SHORT_IDS_SKIPPED = 1_000;

/** Names of what was said in the team room. */
const SAID = 'note.team.';
/** What may be over, or be there again, by the time of a restore: said anew. */
const MAY_BE_OVER = ['note.team.mail-outage', 'note.team.trouble-said'] as const;
/** Characters of one thing said: room and reason. */
const LONGEST_SAID = 1_000;

/**
 * What a restore means for applications: void links, new short ids, and a new round for those that wait, because their notices may be gone. What
 * the team has heard it has heard, whatever database says it: that is taken over from the one that is replaced.
 */
export async function restoreApplications(
  tx: Tx,
  _now: number,
  present: ReadonlyMap<string, unknown> | undefined,
): Promise<string | undefined> {
  if (present === undefined)
    await tx
      .deleteFrom('memory')
      .where('name', 'in', [...MAY_BE_OVER])
      .execute();
  else await takeOverSaid(tx, present);
  // Their tokens can no longer be derived.
  await tx.updateTable('links').set({ void: 1 }).execute();
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

async function takeOverSaid(tx: Tx, present: ReadonlyMap<string, unknown>): Promise<void> {
  await tx.deleteFrom('memory').where('name', 'like', `${SAID}%`).execute();
  for (const [name, value] of present) {
    if (!name.startsWith(SAID) || typeof value !== 'string' || value.length > LONGEST_SAID) continue;
    await setMemory(tx, `${SAID}${name.slice(SAID.length)}`, value);
  }
}
