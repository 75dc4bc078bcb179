#!/usr/bin/env bash
# @xmpp/client 0.14.0, on Node 20 or later.
#
# Stream management (XEP-0198) lets a client know which of its messages the server has: whoever wants to know asks with <r/>, and is told
# how many were taken. The library has it switched on by itself and emits `ack` for each message. A program that sends something every
# 200 ms, such as a log or a busy monitor, expects an `ack` for each message after a moment; at most one for several. What happens: none
# comes at all as long as the messages keep coming. The library asks a quarter of a second after the last thing it has sent, and each
# message moves that moment on. Only when the flow stops are all of them acknowledged at once. If the connection breaks before, nothing
# that was sent since the beginning is known to have arrived. A program can send <r/> itself.
#
# Needs bash, Node and npm. Prints what was seen; ends with 1 if it differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" @xmpp/client@0.14.0 @xmpp/xml@0.14.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { client, xml } from '@xmpp/client';
import { Parser } from '@xmpp/xml';

const SM = 'urn:xmpp:sm:3';
const header =
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' from='example.test' version='1.0'>";
let taken = 0;

// A server with anonymous logins that counts stanzas and says the number to whoever asks.
const server = createServer((socket) => {
  let loggedIn = false;
  const open = () => {
    const parser = new Parser();
    parser.on('start', () => {
      const login = '<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>ANONYMOUS</mechanism></mechanisms>';
      const session = `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><sm xmlns="${SM}"/>`;
      socket.write(`${header}<stream:features>${loggedIn ? session : login}</stream:features>`);
    });
    parser.on('element', (element) => {
      if (element.is('auth')) {
        loggedIn = true;
        socket.write('<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>');
        current = open();
      } else if (element.is('iq')) {
        const jid = '<jid>somebody@example.test/here</jid>';
        const bound = `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind">${jid}</bind>`;
        socket.write(`<iq type="result" id="${element.attrs.id}">${bound}</iq>`);
      } else if (element.is('enable', SM)) socket.write(`<enabled xmlns="${SM}" id="1" resume="true"/>`);
      else if (element.is('message')) taken += 1;
      else if (element.is('r', SM)) socket.write(`<a xmlns="${SM}" h="${taken}"/>`);
    });
    parser.on('end', () => socket.end('</stream:stream>'));
    return parser;
  };
  let current = open();
  socket.on('data', (data) => current.write(data.toString()));
  socket.on('error', () => {});
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const xmpp = client({ service: `xmpp://127.0.0.1:${server.address().port}`, domain: 'example.test' });
xmpp.on('error', (error) => console.log('error:', error.message));
await xmpp.start();
while (!xmpp.streamManagement.enabled) await sleep(10);
let acknowledged = 0;
xmpp.streamManagement.on('ack', () => {
  acknowledged += 1;
});

const flow = async (ask) => {
  const before = acknowledged;
  for (let count = 0; count < 15; count += 1) {
    await xmpp.send(xml('message', { to: 'lena@example.test' }, xml('body', {}, `line ${count}`)));
    if (ask) await xmpp.send(xml('r', { xmlns: SM }));
    await sleep(200);
  }
  return acknowledged - before;
};
const during = await flow(false);
for (let wait = 0; wait < 100 && acknowledged < 15; wait += 1) await sleep(50);
const after = acknowledged;
const asked = await flow(true);
console.log(`15 messages, 200 ms apart: ${during} acknowledged meanwhile, ${after} once the flow had stopped`);
console.log(`15 more, with an <r/> of our own behind each: ${asked} acknowledged meanwhile`);
await xmpp.stop();
server.close();
assert.deepEqual([during, after], [0, 15]);
assert.ok(asked >= 14);
console.log('as described');
JS
node see.mjs
