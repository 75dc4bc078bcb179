import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Advance, AdvanceRefusal } from '../../advance.ts';
import type { Application } from '../../application.ts';
import type { CommandOf } from '../../rules/command.ts';
import type { ActRefusal, ActTools } from './team-command.ts';

/** What went wrong, in the few words that a person who decides needs. */
const refusals = {
  'unknown-application': 'unknown-application',
  'not-proved': 'not-proved',
  'never-proved': 'never-proved',
  'not-decided': 'not-decided',
  'open-already': 'open-already',
  'not-waiting': 'not-waiting',
  'too-late': 'too-late',
  'name-taken': 'name-taken',
  'name-claimed': 'name-taken',
  'address-claimed': 'address-in-use',
  'nothing-changed': 'not-waiting',
  ended: 'not-waiting',
  'link-used': 'too-late',
} as const satisfies Record<AdvanceRefusal, ActRefusal>;

/** Finds the application by the number that people say, and moves it. Throws `Fault`. */
export async function advanceByNumber(
  shortId: number,
  command: CommandOf<'decide' | 'undo' | 'reopen'>,
  { applications, advance, askAccount, stopped }: ActTools,
): Promise<Outcome<Application, ActRefusal>> {
  const found = await applications.findByShortId(shortId);
  if (found === undefined) return refuse('unknown-application');
  // A decision may be taken back at any time, because that lets nobody in.
  if (command.kind !== 'undo' && (await stopped?.()) !== undefined) return refuse('stopped');
  const refusesAnyway = command.kind === 'decide' && command.choice === 'decline';
  if (!refusesAnyway && (await askAccount(found)) === 'closed') return refuse(await endWithoutAccount(found, advance));
  const moved = await advance(found.id, command, found);
  return moved.ok ? moved : refuse(refusals[moved.refusal]);
}

/** Whatever was asked for, nobody can enter a closed account: the application ends now, as it would when Porter looks back. */
export async function endWithoutAccount({ id, userId }: Application, advance: Advance): Promise<'account-closed'> {
  if (userId !== undefined) await advance(id, { kind: 'account-gone', userId });
  return 'account-closed';
}
