#!/usr/bin/env bash
# @xmpp/client 0.14.0, on Node 20 or later.
#
# The event `online` (and the end of `start()`) says that the client is logged in and may send, and its documentation sends a message in
# that handler. Stream management is on by default, so one expects such a message to be counted like any other: `ack` once the server has
# it, `fail` if the connection is lost. What happens: `online` comes with the address that the server has given, before stream
# management is asked for. What is sent in the handler or right behind `start()` is on its way, but belongs to no session: neither
# `ack` nor `fail` ever comes for it, and it is not sent again after a resumption. The same message, sent when
# `streamManagement.enabled` is true, is acknowledged. No event says when that is.
#
# Needs bash, Node and npm. Prints what was seen; ends with 1 if it differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" @xmpp/client@0.14.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { client, xml } from '@xmpp/client';

const SM = 'urn:xmpp:sm:3';
const stream = (features) =>
  `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' from='example.test' version='1.0'><stream:features>${features}</stream:features>`;
const login = '<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>ANONYMOUS</mechanism></mechanisms>';
const session = `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><sm xmlns="${SM}"/>`;
const delivered = [];

// A server for one client, which reads what that one is known to write. It counts messages from <enable/> on, as XEP-0198 says.
const server = createServer((socket) => {
  let features = login;
  let counted;
  socket.on('error', () => {});
  socket.on('data', (data) => {
    for (const [part, name] of String(data).matchAll(/<(\/?stream:stream|auth|iq|enable|message|r)\b[^>]*>/g)) {
      if (name === 'stream:stream') socket.write(stream(features));
      if (name === 'auth') socket.write('<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>');
      if (name === 'auth') features = session;
      const bound = '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>somebody@example.test/here</jid></bind>';
      if (name === 'iq') socket.write(`<iq type="result" id="${/ id="(\w+)"/.exec(part)[1]}">${bound}</iq>`);
      if (name === 'enable') counted = 0;
      if (name === 'enable') socket.write(`<enabled xmlns="${SM}" id="1" resume="true"/>`);
      if (name === 'message') delivered.push(/ id="(\w+)"/.exec(part)[1]);
      if (name === 'message' && counted !== undefined) counted += 1;
      if (name === 'r') socket.write(`<a xmlns="${SM}" h="${counted}"/>`);
      if (name === '/stream:stream') socket.end('</stream:stream>');
    }
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const xmpp = client({ service: `xmpp://127.0.0.1:${server.address().port}`, domain: 'example.test' });
xmpp.on('error', (error) => console.log('error:', error.message));
const told = [];
for (const event of ['ack', 'fail']) xmpp.streamManagement.on(event, (stanza) => told.push(`${event} ${stanza.attrs.id}`));
const send = (id) => xmpp.send(xml('message', { to: 'lena@example.test', id }, xml('body', {}, 'Dinner is ready')));

let enabled;
xmpp.on('online', () => {
  enabled = xmpp.streamManagement.enabled;
  send('first').catch(() => {});
});
await xmpp.start();
while (!xmpp.streamManagement.enabled) await sleep(10);
await send('second');
for (let wait = 0; wait < 100 && told.length === 0; wait += 1) await sleep(50);
await sleep(500);
await xmpp.stop();
console.log(`streamManagement.enabled in the handler of online: ${enabled}`);
console.log(`the server has taken: ${delivered.join(', ')}; the client was told: ${told.join(', ')}`);
server.close();
assert.deepEqual([enabled, delivered, told], [false, ['first', 'second'], ['ack second']]);
console.log('as described');
JS
node see.mjs
