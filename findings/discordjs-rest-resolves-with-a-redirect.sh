#!/usr/bin/env bash
# @discordjs/rest 2.6.3, on Node 20 or later.
#
# The client of a web API posts a message, and the server responds with a redirect, as a server does when an address has moved, or
# when a proxy sends people from one host to another. The client does not follow it, which is fine for a POST. One expects it to
# reject then, as it does for every other status that is no success: 4xx and 5xx are exceptions of their own classes. What happens:
# `post` resolves, as after a message that was taken. The result is an empty ArrayBuffer where the message should be, so whoever
# does not look at the result believes that it was sent.
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

const met = [];
const respond = ({ method, url }, response) => {
  met.push(`${method} ${url}`);
  response.writeHead(307, { location: '/moved' });
  response.end();
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
const outcome = await rest.post(messages, { body }).then(
  (value) => `resolved with ${value instanceof ArrayBuffer ? `${value.byteLength} bytes` : JSON.stringify(value)}`,
  (error) => `rejected with ${error.name}`,
);
console.log(`the server met: ${met.join(', ')}`);
console.log(`post: ${outcome}`);
server.closeAllConnections();
server.close();
assert.deepEqual(met, [`POST /api/v10${messages}`]);
assert.equal(outcome, 'resolved with 0 bytes');
console.log('as described');
JS
node see.mjs
