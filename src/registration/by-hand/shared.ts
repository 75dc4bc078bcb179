import { type Outcome, refuse } from '../../kernel/outcome.ts';
import type { Advance, AdvanceRefusal } from '../advance.ts';
import type { Application } from '../application.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Command } from '../rules/command.ts';
import type { DecideRefusal } from '../team-use-cases.ts';

export interface ByHandNeeds {
  readonly applications: Pick<ApplicationStore, 'findByShortId'>;
  readonly advance: Advance;
  /**
   * Why decisions are stopped because of the team room, or undefined. The command line has no room to ask and answers for
   * itself: it passes none.
   */
  readonly stopped?: () => Promise<string | undefined>;
}

/** What went wrong, in the few words that a person who decides needs. */
const told = {
  'unknown-application': 'unknown-application',
  'not-waiting': 'not-waiting',
  'too-late': 'too-late',
  'name-taken': 'name-taken',
  'name-claimed': 'name-taken',
  'address-claimed': 'address-in-use',
  'nothing-changed': 'not-waiting',
  ended: 'not-waiting',
  'link-used': 'too-late',
} as const satisfies Record<AdvanceRefusal, DecideRefusal>;

/** Finds the application by the number that people say, and moves it. */
export async function advanceByHand(
  shortId: number,
  command: Command,
  { applications, advance, stopped }: ByHandNeeds,
): Promise<Outcome<Application, DecideRefusal>> {
  const found = await applications.findByShortId(shortId);
  if (found === undefined) return refuse('unknown-application');
  if ((await stopped?.()) !== undefined) return refuse('stopped');
  const moved = await advance(found.id, command);
  return moved.ok ? moved : refuse(told[moved.refusal]);
}
