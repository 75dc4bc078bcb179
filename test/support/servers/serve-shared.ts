/**
 * Keeps the servers that the test files of one run share, until it is ended.
 *
 *   node scripts/node.mjs test/support/servers/serve-shared.ts SOCKET
 *
 * Ends when its standard input does, so it cannot outlive the run. Listens on the Unix socket SOCKET and says `listening`
 * then. `GET /<name>` starts that server if it does not run yet, and answers how it is reached; 500 with the reason when it
 * did not start.
 */
import http from 'node:http';
import { launchSharedBrowser } from '../browser.ts';
import { startPostgres } from '../postgres.ts';
import type { SharedServers } from './shared-servers.ts';
import { startForkServer } from './synapse-fork.ts';

type Starters = { readonly [Name in keyof SharedServers]: () => Promise<SharedServers[Name]> };

const start: Starters = {
  synapse: () => startForkServer(),
  postgres: async () => {
    const { port, password } = await startPostgres({ settings: { max_connections: '400' } });
    return { port, password };
  },
  chromium: () => launchSharedBrowser(),
};
const started = new Map<string, Promise<unknown>>();

function sharedServer(name: string): Promise<unknown> {
  if (!Object.hasOwn(start, name)) throw new Error(`nothing is shared under ${name}`);
  const running = started.get(name) ?? start[name as keyof SharedServers]();
  started.set(name, running);
  return running;
}

const server = http.createServer(async (req, res) => {
  try {
    res.end(JSON.stringify(await sharedServer(String(req.url).slice(1))));
  } catch (error) {
    res.writeHead(500).end(error instanceof Error ? error.message : String(error));
  }
});
process.stdin.resume().once('end', () => process.exit());
server.listen(process.argv[2], () => process.stdout.write('listening\n'));
