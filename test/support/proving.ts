import type { Outcome } from '../../src/kernel/outcome.ts';
import { codeIn, linkIn, type TestDoor } from './door.ts';

/** `ok`, or the refusal. */
export const said = (outcome: Outcome<unknown, string, unknown>) => (outcome.ok ? 'ok' : outcome.refusal);
/** Eight digits that are not the code. */
export const wrong = (code: string, by = 1) => String((Number(code) + by) % 100_000_000).padStart(8, '0');

/** An application whose first letter has come. */
export async function asked(door: TestDoor) {
  const applied = await door.apply();
  await door.runJobs();
  return { ...applied, code: codeIn(door.mails.at(-1)), link: linkIn(door.mails.at(-1), 'prove') };
}
