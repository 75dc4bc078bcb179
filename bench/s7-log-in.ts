import { request } from 'undici';
import { openBenchServer } from './bench-server.ts';
import { sides, type Times } from './sides.ts';

/** The least that the configuration takes: the shorter a hash, the less it hides. */
const LEAST_ARGON2 = ['19', '2'];
const CHECK = '/_matrix-internal/identity/v1/check_credentials';
/** The one account of the server that has a password, and a name as long that nobody has. */
const names = { known: '@user0:example.org', unknown: '@nobody:example.org' } as const;

/** How long the identity API takes to refuse a wrong password, for somebody and for nobody, in turn. */
export async function logIns(pairs: number, warmUp: number): Promise<Times> {
  await using server = await openBenchServer('identity.ts', LEAST_ARGON2);
  const times: Times = { known: [], unknown: [] };
  for (let n = 0; n < pairs + warmUp; n += 1) {
    for (const side of n % 2 === 0 ? sides : sides.toReversed()) {
      const body = JSON.stringify({ user: { id: names[side], password: `wrong ${n}` } });
      const began = performance.now();
      const answer = await request(`http://127.0.0.1:${server.port}${CHECK}`, { method: 'POST', body });
      const text = await answer.body.text();
      const ms = performance.now() - began;
      if (text !== '{"auth":{"success":false}}\n') throw new Error(`a wrong password was answered ${text}`);
      if (n >= warmUp) times[side].push(ms);
    }
  }
  return times;
}
