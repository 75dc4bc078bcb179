import http from 'node:http';
import { json, text } from 'node:stream/consumers';

/** What the test files of one run share; each is started when the first file asks for it. */
export interface SharedServers {
  /** Where Synapses are started by forking. */
  readonly synapse: { readonly socket: string };
  /** One server; every test makes databases of its own. */
  readonly postgres: { readonly port: number; readonly password: string };
  /** One browser; every visitor has a context of their own. */
  readonly chromium: { readonly webSocket: string };
}

/** The Unix socket of `serve-shared.ts`, set by `npm test`. */
const SOCKET = process.env['PORTER_TEST_SERVERS'];

/**
 * The shared server of this run, or undefined where a test file runs by itself and starts its own.
 *
 * @throws with the server's own words when it could not be started
 */
export async function sharedServer<Name extends keyof SharedServers>(
  name: Name,
): Promise<SharedServers[Name] | undefined> {
  if (SOCKET === undefined) return undefined;
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get({ socketPath: SOCKET, path: `/${name}`, agent: false }, resolve).once('error', reject);
  });
  if (answer.statusCode !== 200) throw new Error(`The shared ${name}: ${await text(answer)}`);
  return (await json(answer)) as SharedServers[Name];
}
