import { hash } from 'node:crypto';
import type { PublicKey } from '../../../meetings/ports.ts';
import { HttpProblem } from '../../../web/http-problem.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * How long others may keep keys. Prosody looks again at a JWKS after this time, and keeps a PEM until it restarts: a new key has
 * a new kid, and is published for longer than this before it signs.
 */
const CACHED = { 'Cache-Control': 'public, max-age=900' };

/** A JWKS, and Prosody's `asap_key_server`: `<lower-case hex SHA-256 of kid>.pem` (jitsi-meet, token/util.lib.lua). */
export function keyEndpoints(keys: readonly PublicKey[]): readonly Endpoint[] {
  const set = `${JSON.stringify({ keys: keys.map(({ jwk }) => jwk) })}\n`;
  const files = new Map(keys.map(({ kid, pem }) => [`${hash('sha256', kid)}.pem`, pem]));
  return [
    {
      path: '/.well-known/jwks.json',
      methods: {
        GET: () => ({ status: 200, body: set, headers: CACHED }),
      },
    },
    {
      path: '/asap/',
      methods: {
        GET: (_req, name) => {
          const pem = files.get(name);
          if (pem === undefined) throw new HttpProblem('not-found');
          return { status: 200, body: pem, headers: { ...CACHED, 'Content-Type': 'application/x-pem-file' } };
        },
      },
    },
  ];
}
