import type { Ids } from '../kernel/ids.ts';

/**
 * Makes a fresh key and returns it as the one line of a new key file. Only `porter init` and the demo call this: a server that
 * made a new key by itself would silently void every link and lose every sealed value.
 */
export const newKeyLine = (ids: Ids, id: string): string => `${id} ${ids.random(32).toString('base64url')}`;
