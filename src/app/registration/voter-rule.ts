import type { VoterRule } from '../../homeserver/team-room/team-room.ts';
import type { RegistrationConfig } from './config.ts';

/** The configuration's words for who may vote in those of the team room. */
export function voterRule(voters: RegistrationConfig['registration']['voters']): VoterRule {
  switch (voters.kind) {
    case 'members':
      return { kind: 'everyone-local' };
    case 'powerLevel':
      return { kind: 'power-level', from: voters.atLeast };
    case 'listed':
      return { kind: 'list', ids: new Set(voters.users) };
  }
}
