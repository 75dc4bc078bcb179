#!/usr/bin/env bash
# @discordjs/rest 2.6.3, on Node 20 or later.
#
# With `rejectOnRateLimit` the client does not wait while the service wants no requests: it rejects at once, and the caller decides.
# So one expects nothing of that request to be left, and a program that has nothing else to do to end. What happens: before it
# rejects, the client starts the timer for the wait that it then does not make. It is never cleared and it holds the event loop, so
# the process ends only when the limit is over, which can be minutes or an hour for a limit on everything. A service that is told to
# stop then runs into its time limit for stopping.
#
# Needs bash, Node and npm. Prints what was seen; ends with 1 if it differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" @discordjs/rest@2.6.3

cat > see.mjs <<'JS'
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { REST } from '@discordjs/rest';

if (process.argv[2] === undefined) {
  let requests = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      requests += 1;
      response.writeHead(429, {
        ...{ 'content-type': 'application/json', connection: 'close', 'retry-after': '8' },
        ...{ 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' },
      });
      response.end(JSON.stringify({ message: 'You are being rate limited.', retry_after: 8, global: true }));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api = `http://127.0.0.1:${server.address().port}/api`;
  const lived = {};
  for (const asks of ['once', 'twice']) {
    const child = spawn(process.execPath, ['see.mjs', api, asks], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const rejected = performance.now();
    await once(child, 'exit');
    lived[asks] = Math.round(performance.now() - rejected);
  }
  server.close();
  console.log(`the service wants no requests for 8 s and met ${requests} requests`);
  console.log(`asked once: rejected, the process ended ${lived.once} ms later`);
  console.log(`asked twice: both rejected, the process ended ${lived.twice} ms later`);
  assert.equal(requests, 2);
  assert.ok(lived.once < 4_000 && lived.twice > 5_000);
  console.log('as described');
} else {
  const [, , api, asks] = process.argv;
  const rest = new REST({ api, retries: 0, rejectOnRateLimit: () => true }).setToken('a-token');
  const ask = () => rest.get('/users/@me').catch((error) => assert.equal(error.constructor.name, 'RateLimitError'));
  await ask();
  if (asks === 'twice') await ask();
  console.log('rejected');
}
JS
node see.mjs
