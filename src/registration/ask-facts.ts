import { type Clock, DAY } from '../kernel/clock.ts';
import { domainOf } from '../kernel/email-address.ts';
import type { Localpart } from '../kernel/matrix-id.ts';
import type { Application } from './application.ts';
import type { AccountProvisioner } from './ports/account-provisioner.ts';
import type { ApplicationStore } from './ports/application-store.ts';
import type { TeamRoom } from './ports/team-room.ts';
import type { Command, Facts } from './rules/command.ts';
import type { Vote } from './rules/decision.ts';
import { mostOf } from './rules/team-load.ts';
import type { RegistrationSettings } from './settings.ts';

/**
 * Fetches only the facts that a move names, so that a withdrawal works while the homeserver is down.
 *
 * Throws `Fault` when the voters cannot be asked for; a name that cannot be asked for is `unknown`. The result holds only what
 * `needs` names; a move's type keeps it from reading anything else.
 */
export type AskFacts = (needs: readonly (keyof Facts)[], found: Application, command: Command) => Promise<Facts>;

export interface AskFactsNeeds {
  readonly team: Pick<TeamRoom, 'votersAmong'>;
  readonly accounts: Pick<AccountProvisioner, 'isFree'>;
  readonly applications: Pick<ApplicationStore, 'teamLoad' | 'teamAt'>;
  readonly settings: Pick<RegistrationSettings, 'limits'>;
  readonly clock: Pick<Clock, 'now'>;
}

export function makeAskFacts({ team, accounts, applications, settings, clock }: AskFactsNeeds): AskFacts {
  const fetch: { readonly [Fact in keyof Facts]: (found: Application, command: Command) => Promise<Facts[Fact]> } = {
    voters: (found, command) => team.votersAmong(new Set(votesIn(found, command).map(({ voter }) => voter))),
    name: (found, command) => accounts.isFree(nameInQuestion(found, command)),
    teamAt: ({ id }) => applications.teamAt(id),
    async teamLoad(_found, command) {
      if (command.kind !== 'prove') return [];
      const domain = domainOf(command.email);
      return applications.teamLoad(clock.now() - DAY, domain, mostOf(domain, settings.limits));
    },
  };
  return async (needs, found, command) => {
    const facts = await Promise.all(needs.map(async (fact) => [fact, await fetch[fact](found, command)] as const));
    // Holds less than `Facts`: see above.
    return Object.fromEntries(facts) as unknown as Facts;
  };
}

/** Only who voted matters. */
function votesIn(found: Application, command: Command): readonly Vote[] {
  if (command.kind === 'votes-are') return command.votes;
  return 'votes' in found ? found.votes : [];
}

/** The newly chosen name if the command has one, else the name of the application. */
function nameInQuestion(found: Application, command: Command): Localpart {
  if (command.kind === 'pick-name') return command.name;
  if (command.kind === 'prove') return command.newName ?? found.localpart;
  return found.localpart;
}
