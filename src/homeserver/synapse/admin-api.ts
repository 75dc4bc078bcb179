import type { AdminApi } from '../client.ts';

/** Synapse's admin API stands below this path. */
export const ADMIN = '/_synapse/admin';

/** @param url base URL of the listener that answers it */
export const synapseAdminApi = (url: string): AdminApi => ({ prefix: ADMIN, url });
