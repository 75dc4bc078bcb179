import type { UserId } from '../../kernel/matrix-id.ts';

export type Choice = 'approve' | 'decline';

export interface Vote {
  /** Event ID of the reaction: what a redaction takes back. */
  readonly id: string;
  readonly voter: UserId;
  readonly choice: Choice;
}

/** How many voters a decision takes. Whole numbers, at least 1. */
export type Quorum = Readonly<Record<Choice, number>>;

export type Decision =
  | { readonly kind: 'open'; readonly approve: number; readonly decline: number }
  | { readonly kind: 'approved' | 'declined'; readonly by: readonly UserId[] };

/**
 * Which voters said what, sorted by ID: one vote per person. While both choices of one person stand, the refusal counts. Votes of
 * people outside `voters` never count.
 */
export function whoSaid(
  votes: readonly Vote[],
  voters: ReadonlySet<UserId>,
): Readonly<Record<Choice, readonly UserId[]>> {
  const said = new Map<UserId, Choice>();
  for (const { voter, choice } of votes) {
    if (voters.has(voter) && said.get(voter) !== 'decline') said.set(voter, choice);
  }
  const saying = (choice: Choice) => [...said.keys()].filter((voter) => said.get(voter) === choice).sort();
  return { approve: saying('approve'), decline: saying('decline') };
}

/**
 * Returns the decision of the live votes, whatever their order. If both quorums are met at once the application is declined: in
 * doubt, nobody is let in.
 */
export function decide(votes: readonly Vote[], voters: ReadonlySet<UserId>, quorum: Quorum): Decision {
  const { approve, decline } = whoSaid(votes, voters);
  if (decline.length >= quorum.decline) return { kind: 'declined', by: decline };
  if (approve.length >= quorum.approve) return { kind: 'approved', by: approve };
  return { kind: 'open', approve: approve.length, decline: decline.length };
}
