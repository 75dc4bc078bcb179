import type { Provisioner } from '../homeserver/provisioner.ts';
import { synapse } from '../homeserver/synapse/synapse.ts';
import type { Config } from './config.ts';

/** Who can keep the accounts, by the word of `accounts.store`. One more is its folder, one line here and its word there. */
const provisioners = { synapse } satisfies Record<Config['accounts']['store'], Provisioner>;

export const provisionerOf = ({ accounts }: Pick<Config, 'accounts'>): Provisioner => provisioners[accounts.store];
