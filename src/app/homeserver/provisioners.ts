import type { Provisioner } from '../../homeserver/provisioner.ts';
import { synapse, synapseWithoutPasswords } from '../../homeserver/synapse/synapse.ts';
import type { GroundConfig } from '../ground-sections.ts';

/**
 * The provisioners, by their word in `accounts.store`. Accounts that Porter keeps are users of a Synapse as well. To add one, add its folder, list it here and add its word there.
 */
const provisioners = { local: synapseWithoutPasswords, synapse } satisfies Record<
  GroundConfig['accounts']['store'],
  Provisioner
>;

export const provisionerOf = ({ accounts }: Pick<GroundConfig, 'accounts'>): Provisioner =>
  provisioners[accounts.store];
