#!/usr/bin/env bash
# @discordjs/rest 2.6.3, on Node 20 or later.
#
# The client keeps the limits that the service tells with every response. This service says at once: one request of this kind, the
# next one in a minute. With `rejectOnRateLimit` one expects the second request to be rejected and not to leave the machine; that is
# what the option is for, because services bar clients that go on asking. What happens: the second request is sent. The client keeps
# what it learns under a name of its own until the first response has told the name of the limit; then it begins anew under that
# name, without what it had learnt. Only the third request is held back. It is so again for each kind of request, and after each
# start.
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
const limit = {
  'x-ratelimit-bucket': 'messages',
  'x-ratelimit-limit': '1',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset-after': '2',
};
const respond = (_, response) => {
  requests += 1;
  json(response, 200, { id: String(requests) }, limit);
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

const rest = new REST({ api, retries: 0, rejectOnRateLimit: () => true }).setToken('a-token');
const seen = [];
for (const name of ['first', 'second', 'third']) {
  const outcome = await rest.post(messages, { body }).then(() => 'sent', (error) => error.constructor.name);
  seen.push(`${name}: ${outcome}`);
}
console.log(`the service allows one request, then says that none is left; ${seen.join(', ')}`);
server.closeAllConnections();
server.close();
assert.deepEqual(seen, ['first: sent', 'second: sent', 'third: RateLimitError']);
assert.equal(requests, 2);
console.log('as described');
JS
node see.mjs
