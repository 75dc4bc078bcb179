import type { Localpart } from '../kernel/matrix-id.ts';
import type { Application } from './application.ts';
import type { AccountProvisioner } from './ports/account-provisioner.ts';
import type { TeamRoom } from './ports/team-room.ts';
import type { Command, Facts } from './rules/command.ts';

/**
 * Fetches the facts that a move names, and nothing else: a withdrawal works while the homeserver is down.
 *
 * Throws `Fault` when voters cannot be asked; a name that cannot be asked is `unknown`. The answer holds all of `needs`,
 * which is why it may be called `Facts`: a move's type gives it no others.
 */
export type AskFacts = (needs: readonly (keyof Facts)[], found: Application, command: Command) => Promise<Facts>;

export interface AskFactsNeeds {
  readonly team: Pick<TeamRoom, 'voters'>;
  readonly accounts: Pick<AccountProvisioner, 'isFree'>;
}

export function makeAskFacts({ team, accounts }: AskFactsNeeds): AskFacts {
  const fetch: { readonly [Fact in keyof Facts]: (found: Application, command: Command) => Promise<Facts[Fact]> } = {
    voters: () => team.voters(),
    name: (found, command) => accounts.isFree(nameInQuestion(found, command)),
  };
  return async (needs, found, command) => {
    const facts = await Promise.all(needs.map(async (fact) => [fact, await fetch[fact](found, command)] as const));
    // Only what was named is there; the move's own type keeps it from the rest.
    return Object.fromEntries(facts) as unknown as Facts;
  };
}

/** A newly chosen name where the command brings one. */
function nameInQuestion(found: Application, command: Command): Localpart {
  if (command.kind === 'pick-name') return command.name;
  if (command.kind === 'prove') return command.newName ?? found.localpart;
  return found.localpart;
}
