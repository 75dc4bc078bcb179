import type { Provisioner } from '../../homeserver/provisioner.ts';
import { synapse } from '../../homeserver/synapse/synapse.ts';
import type { GroundConfig } from '../ground-sections.ts';

/** Who can keep the accounts, by the word of `accounts.store`. One more is its folder, one line here and its word there. */
const provisioners = { synapse } satisfies Record<GroundConfig['accounts']['store'], Provisioner>;

export const provisionerOf = ({ accounts }: Pick<GroundConfig, 'accounts'>): Provisioner =>
  provisioners[accounts.store];
