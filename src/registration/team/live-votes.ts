import type { EventId, UserId } from '../../kernel/matrix-id.ts';
import type { Application, InStage, Stage } from '../application.ts';
import type { Reaction } from '../ports/reaction.ts';
import { decide, type Quorum, type Vote } from '../rules/decision.ts';
import { inOrder } from '../rules/stages.ts';
import { meaningOf } from './reaction-key.ts';

/**
 * Picks the votes out of the live reactions on one notice, in an order that does not depend on arrival. Porter's own reactions are
 * no votes.
 *
 * @param sender Porter's own user ID
 */
export function votesOf(reactions: readonly Reaction[], target: EventId, sender: string): readonly Vote[] {
  const votes = new Map<string, Vote>();
  for (const reaction of reactions) {
    const choice = meaningOf(reaction.key);
    if (choice === undefined || reaction.target !== target || reaction.sender === sender) continue;
    votes.set(reaction.eventId, { id: reaction.eventId, voter: reaction.sender, choice });
  }
  return inOrder([...votes.values()]);
}

/** Stages in which votes may still count. */
export const votingStages: readonly Stage[] = ['waiting', 'approved', 'declined'];

export type TakesVotes = InStage<'waiting' | 'approved' | 'declined'>;

/**
 * Whether reactions on the notice of this application may still change something; the move decides what. While the applicant
 * picks another name, the votes stay as they were.
 */
export const takesVotes = (application: Application): application is TakesVotes =>
  application.stage === 'waiting' ||
  application.stage === 'declined' ||
  (application.stage === 'approved' && !application.nameLost);

/**
 * Whether these votes could decide, or undo a decision, if everybody who reacted were allowed to vote. It asks nobody. `false` is
 * certain, because the rules on who may vote only ever remove votes.
 */
export function mayDecide(application: TakesVotes, votes: readonly Vote[], quorum: Quorum): boolean {
  if (application.stage !== 'waiting') return true;
  const everybody: ReadonlySet<UserId> = new Set(votes.map(({ voter }) => voter));
  return decide(votes, everybody, quorum).kind !== 'open';
}
