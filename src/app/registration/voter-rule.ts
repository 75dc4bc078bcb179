import type { VoterRule } from '../../homeserver/team-room/team-room.ts';
import type { RegistrationConfig } from './config.ts';

/** Turns the configuration's `voters` into the rule that the team room follows. */
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
