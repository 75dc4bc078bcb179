import type { Clock } from '../../kernel/clock.ts';
import type { RoomId } from '../../kernel/matrix-id.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';

export interface SayOnceNeeds {
  readonly memory: MemoryStore;
  readonly jobs: AddJobs;
  readonly clock: Pick<Clock, 'now'>;
}

/** What Porter says in the team room about one thing, and says again only when it is another thing, or another room. */
export interface OnceSaid {
  /** Under this name it is remembered: `team.` and what it is about. */
  readonly name: `team.${string}`;
  /** What there is to say, in one word of the program; '' for nothing (any more). @param before what was said last in this room */
  what(before: string): string;
  /** The job that says it; undefined where nothing needs to be said. `now`: epoch milliseconds. */
  job(said: { readonly before: string; readonly what: string; readonly now: number }): NewJob | undefined;
}

/** `what` where there is only one thing to say: the room alone is remembered. */
export const SAID = 'here';

/** Says it unless it was said in this room already, also before a restart. Throws `Fault`. */
export async function sayOnce(
  { memory, jobs, clock }: SayOnceNeeds,
  roomId: RoomId,
  { name, what: whatNow, job }: OnceSaid,
): Promise<void> {
  const remembered = (await memory.recall(name)) ?? '';
  const before = saidIn(roomId, remembered);
  const what = whatNow(before);
  // What was said in another room is forgotten with its end: its people are not here.
  const next = what === '' ? '' : saidHere(roomId, what);
  if (next === remembered) return;
  const said = what === before ? undefined : job({ before, what, now: clock.now() });
  if (said !== undefined) await jobs.add([said]);
  await memory.remember(name, next);
}

const saidHere = (roomId: RoomId, what: string): string => (what === SAID ? roomId : `${what} ${roomId}`);

function saidIn(roomId: RoomId, remembered: string): string {
  if (remembered === roomId) return SAID;
  const end = ` ${roomId}`;
  return remembered.endsWith(end) ? remembered.slice(0, -end.length) : '';
}
