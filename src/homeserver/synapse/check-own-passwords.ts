import { type CheckAfter, fine, warn } from '../../kernel/check-line.ts';
import { Fault } from '../../kernel/fault.ts';
import type { StepNeeds } from '../step-needs.ts';
import { keepsPasswords } from './steps.ts';

/** Says whether a password that was set at Synapse opens an account beside the one that Porter keeps. */
export const ownPasswordsCheck = ({ client }: StepNeeds): CheckAfter => ({
  after: 'admin',
  async run() {
    try {
      if (!(await keepsPasswords(client)))
        return [fine('homeserver', 'Synapse keeps no passwords of its own; it asks Porter.')];
    } catch (fault) {
      if (fault instanceof Fault) return [];
      throw fault;
    }
    return [
      warn('homeserver', {
        code: 'homeserver.own-passwords',
        sentence: 'Synapse also takes passwords that were set there, beside those that Porter keeps.',
        remedy:
          'Set password_config.localdb_enabled to false in homeserver.yaml once one administrator has a way in that does not pass Porter.',
      }),
    ];
  },
});
