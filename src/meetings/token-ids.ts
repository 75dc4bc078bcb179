import type { Ids } from '../kernel/ids.ts';

const BYTES = 16;
const AT_ONCE = 256;

/**
 * Makes ids for the claim `jti`: 128 random bits as 22 characters of base64url. Fetches random bytes for many ids at once,
 * because fetching them one by one costs as much as signing.
 */
export function makeTokenIds(ids: Pick<Ids, 'random'>): () => string {
  let pool: Buffer = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at >= pool.length) {
      pool = ids.random(BYTES * AT_ONCE);
      at = 0;
    }
    at += BYTES;
    return pool.toString('base64url', at - BYTES, at);
  };
}
