#!/usr/bin/env bash
# @xmpp/client 0.14.0, on Node 20 or later.
#
# A message comes with text that is not English: "Frühstück". TCP has no messages, only bytes; a packet may end anywhere, also between
# the two bytes of an "ü", and does so sooner or later with longer texts and slower lines. One expects a library that reads text from a
# socket to keep the first byte until the second is there, as `setEncoding` of a Node socket does. What happens: each packet is decoded
# by itself, the text arrives with two replacement characters in place of the letter, and nothing says that something was lost. In an
# address or an id the same makes another address or id of it. Over TLS it is rarer, because records are decoded whole.
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
import { client } from '@xmpp/client';

const header =
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' from='example.test' version='1.0'>";
const message = Buffer.from('<message from="lena@example.test"><body>Frühstück</body></message>');

// Says nothing but the beginning of a stream and this message, in one packet or in two that part an "ü".
const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.once('data', async () => {
    socket.write(header);
    await sleep(200);
    socket.write(message);
    await sleep(200);
    const within = message.indexOf(Buffer.from('ü')) + 1;
    socket.write(message.subarray(0, within));
    await sleep(200);
    socket.write(message.subarray(within));
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const xmpp = client({ service: `xmpp://127.0.0.1:${server.address().port}`, domain: 'example.test' });
xmpp.on('error', () => {});
const bodies = [];
const both = new Promise((resolve) => {
  xmpp.on('stanza', (stanza) => {
    bodies.push(stanza.getChildText('body'));
    if (bodies.length === 2) resolve();
  });
});
xmpp.start().catch(() => {});
await both;
console.log(`in one packet: ${bodies[0]}\nin two packets: ${bodies[1]}`);
assert.equal(bodies[0], 'Frühstück');
assert.equal(bodies[1], 'Fr\ufffd\ufffdhstück');
console.log('as described');
process.exit(0);
JS
node see.mjs
