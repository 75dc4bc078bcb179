import type { AdminApi } from '../client.ts';

/** Synapse's admin API stands below this path. */
export const ADMIN = '/_synapse/admin';

/** Returns the admin API of Synapse. @param url base URL of the listener that serves it */
export const synapseAdminApi = (url: string): AdminApi => ({ prefix: ADMIN, url });
