import { isGhostOf, serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import { powerOf } from '../rooms/power.ts';
import type { RoomState } from '../rooms/room-state.ts';
import type { VoterRule } from './team-room.ts';

export interface VoterFacts {
  readonly rule: VoterRule;
  readonly serverName: string;
  /** Porter's own user. Its ghosts are `@<its localpart>_…` of our server. */
  readonly sender: UserId;
}

/**
 * Who may vote by membership, server, power and list. The room's state does not tell bots, appservice users and guests from
 * people: the caller removes them afterwards.
 */
export function votersOf(state: RoomState, facts: VoterFacts): ReadonlySet<UserId> {
  const voters = new Set<UserId>();
  for (const [user, { membership }] of state.members) {
    if (membership === 'join' && !isPorters(user, facts) && allowed(user, state, facts)) voters.add(user);
  }
  return voters;
}

function allowed(user: UserId, state: RoomState, { rule, serverName }: VoterFacts): boolean {
  switch (rule.kind) {
    case 'everyone-local':
      return serverNameOf(user) === serverName;
    case 'power-level':
      return serverNameOf(user) === serverName && powerOf(user, state) >= rule.from;
    case 'list':
      return rule.ids.has(user);
  }
}

/** Porter itself and the users of its exclusive namespace. */
export const isPorters = (user: UserId, { sender }: Pick<VoterFacts, 'sender'>): boolean =>
  user === sender || isGhostOf(sender, user);
