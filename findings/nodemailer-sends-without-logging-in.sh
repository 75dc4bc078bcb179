#!/usr/bin/env bash
# nodemailer 10.6.0 and smtp-server 3.21.6, on Node 20 or later.
#
# A transport has a user and a password. The mail server that it meets offers no log-in (no AUTH among its extensions), as a server
# does before STARTTLS, on the wrong port, or after somebody has turned log-in off. One expects an error: the caller said how to log
# in, and a letter that goes out unauthenticated is often dropped later, or lacks its DKIM signature. What happens: `verify` says that
# all is well and `sendMail` delivers, both without logging in and without a word. Only `forceAuth: true` makes an error of it.
#
# Needs bash, Node and npm. Prints what was seen; ends with 1 if it differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" nodemailer@10.6.0 smtp-server@3.21.6

cat > see.mjs <<'JS'
import assert from 'node:assert/strict';
import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';

const met = [];
const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onAuth: (auth, session, done) => {
    met.push('log-in');
    done(null, { user: auth.username });
  },
  onData: (stream, session, done) => {
    stream.on('end', () => {
      met.push(`letter from ${session.user ?? 'nobody who is logged in'}`);
      done();
    });
    stream.resume();
  },
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.server.address();

const letter = { from: 'join@example.org', to: 'lena@example.org', subject: 'Hello', text: 'Hello' };
const transport = (more) =>
  nodemailer.createTransport({ host: '127.0.0.1', port, auth: { user: 'join', pass: 'secret' }, ...more });
const outcome = (work) => work.then(() => 'fine', (error) => error.code);

const plain = transport({});
const forced = transport({ forceAuth: true });
const seen = {
  verify: await outcome(plain.verify()),
  sendMail: await outcome(plain.sendMail(letter)),
  'verify, forceAuth': await outcome(forced.verify()),
  'sendMail, forceAuth': await outcome(forced.sendMail(letter)),
  'the server met': met.join(', '),
};
console.log(seen);
plain.close();
forced.close();
await new Promise((resolve) => server.close(resolve));
assert.equal(seen.verify, 'fine');
assert.equal(seen.sendMail, 'fine');
assert.notEqual(seen['sendMail, forceAuth'], 'fine');
assert.equal(seen['the server met'], 'letter from nobody who is logged in');
console.log('as described');
JS
node see.mjs
