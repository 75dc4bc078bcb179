import { hash } from 'node:crypto';
import type { PublicKey } from '../../../meetings/ports.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import type { TokenRoute } from './requests.ts';

/**
 * How long others may keep keys. Prosody fetches a JWKS again after this time, and keeps a PEM until it restarts. Neither
 * misses a key: a new one has a new kid, and is published for longer than this before it signs.
 */
const CACHED = { 'Cache-Control': 'public, max-age=900' };

/** A JWKS, and Prosody's `asap_key_server`: `<lower-case hex SHA-256 of kid>.pem` (jitsi-meet, token/util.lib.lua). */
export function keyRoutes(keys: readonly PublicKey[]): readonly TokenRoute[] {
  const set = `${JSON.stringify({ keys: keys.map(({ jwk }) => jwk) })}\n`;
  const files = new Map(keys.map(({ kid, pem }) => [`${hash('sha256', kid)}.pem`, pem]));
  return [
    {
      ...{ method: 'GET', path: '/.well-known/jwks.json', open: true },
      respond: () => ({ status: 200, body: set, headers: CACHED }),
    },
    {
      ...{ method: 'GET', path: '/asap/:file', open: true },
      respond(asked) {
        const pem = files.get(asked.param('file'));
        if (pem === undefined) throw new HttpProblem('not-found');
        return { status: 200, body: pem, headers: { ...CACHED, 'Content-Type': 'application/x-pem-file' } };
      },
    },
  ];
}
