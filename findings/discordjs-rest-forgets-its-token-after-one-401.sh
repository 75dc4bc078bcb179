#!/usr/bin/env bash
# @discordjs/rest 2.6.3, on Node 20 or later.
#
# The client is given a token once, with `setToken`, and then makes all requests with it. A server responds to one of them with 401,
# be it by mistake, as authentication services do while they are restarted, or for a moment in which the token was being exchanged.
# One expects that request to fail and the next one to be made. What happens: the first 401 removes the token from the client. Each
# later request fails without leaving the machine, with a plain Error that has neither a status nor a code, so that a program which
# sorts failures by these takes it for a bug of its own. It never recovers by itself. Calling `setToken` again mends it.
#
# Needs bash, Node and npm. Prints what was seen; ends with 1 if it differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" @discordjs/rest@2.6.3

cat > see.mjs <<'JS'
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { REST } from '@discordjs/rest';

let requests = 0;
const respond = (_, response) => {
  requests += 1;
  if (requests === 1) json(response, 401, { message: '401: Unauthorized', code: 0 });
  else json(response, 200, { id: '1' });
};
const json = (response, status, value, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
};
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => respond(request, response));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const api = `http://127.0.0.1:${server.address().port}/api`;
const messages = '/channels/123456789012345678/messages';
const body = { content: 'Dinner is ready' };

const rest = new REST({ api, retries: 0 }).setToken('a-token');
const post = () =>
  rest.post(messages, { body }).then(
    () => 'sent',
    (error) => `${error.constructor.name}, status ${error.status}, code ${error.code}`,
  );
const seen = {};
for (const name of ['first', 'second', 'third']) seen[name] = `${await post()} (${requests} requests met)`;
rest.setToken('a-token');
seen['after setToken'] = `${await post()} (${requests} requests met)`;
console.log(seen);
server.closeAllConnections();
server.close();
assert.deepEqual(seen, {
  first: 'DiscordAPIError, status 401, code 0 (1 requests met)',
  second: 'Error, status undefined, code undefined (1 requests met)',
  third: 'Error, status undefined, code undefined (1 requests met)',
  'after setToken': 'sent (2 requests met)',
});
console.log('as described');
JS
node see.mjs
