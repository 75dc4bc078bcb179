import type { Ids } from '../kernel/ids.ts';

/**
 * A fresh key as the one line of a new key file. Only `porter init` and the demo ask for one: a server that made itself a new key
 * would silently void every link and lose every sealed value.
 */
export const newKeyLine = (ids: Ids, id: string): string => `${id} ${ids.random(32).toString('base64url')}`;
