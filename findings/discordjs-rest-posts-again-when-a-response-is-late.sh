#!/usr/bin/env bash
# @discordjs/rest 2.6.3, on Node 20 or later.
#
# A client posts one message. The server takes it at once and is slow to say so: its response comes after the client's time limit. A
# POST is not idempotent, so one expects the client to reject, and to leave it to the caller whether the message should be sent
# again; that is also how HTTP clients at large do it (RFC 9110, 9.2.2). What happens: the client itself sends the message three
# more times, and then rejects with an AbortError. The server has taken four messages, and the caller believes that there may be
# one. The option `retries` is described as being for status 500 and for time-outs; that it counts for a POST as well, and is 3
# unless told otherwise, is easily missed.
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

const taken = [];
const respond = (_, response) => {
  taken.push('Dinner is ready');
  setTimeout(() => json(response, 200, { id: String(taken.length) }), 1_500);
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

const post = async (options) => {
  const before = taken.length;
  const rest = new REST({ api, timeout: 500, ...options }).setToken('a-token');
  const outcome = await rest.post(messages, { body }).then(() => 'resolved', (error) => error.name);
  return `${outcome}, ${taken.length - before} messages taken`;
};
const seen = { 'as it comes': await post({}), 'with retries: 0': await post({ retries: 0 }) };
console.log(seen);
server.closeAllConnections();
server.close();
assert.deepEqual(seen, {
  'as it comes': 'AbortError, 4 messages taken',
  'with retries: 0': 'AbortError, 1 messages taken',
});
console.log('as described');
JS
node see.mjs
