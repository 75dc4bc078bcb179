import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { verifyDkim } from '../../../test/support/dkim.ts';
import { letter, never, settings } from '../../../test/support/mailer.ts';
import { startSmtpServer } from '../../../test/support/smtp.ts';
import { Secret } from '../../kernel/secret.ts';
import { openMailer } from './open-mailer.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const dkim = { domain: 'porter.test', selector: 'porter', key: new Secret(privateKey) };

test('a signed mail is verified by its receiver, with the headers by which people unsubscribe among the signed ones', async () => {
  await using server = await startSmtpServer();
  const headers = {
    'List-Unsubscribe': '<https://porter.test/u>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
  await using mailer = await openMailer(settings(server.port, { dkim, headers }));
  await mailer.send(letter({ subject: 'Grüße aus 日本', text: `${'Ünï '.repeat(100)}\n\n\n` }), never);
  const { raw } = server.caught[0] ?? assert.fail();
  const tags = verifyDkim(raw, publicKey);
  assert.deepEqual([tags.get('d'), tags.get('s')], ['porter.test', 'porter']);
  const signed = (tags.get('h') ?? '').toLowerCase().split(':');
  for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post']) {
    assert.ok(signed.includes(name), `${name} in ${signed}`);
  }
  for (const changed of [raw.replace('Click', 'Clack'), raw.replace(/\r\n\r\n/, '\r\n\r\nMore. ')]) {
    assert.throws(() => verifyDkim(changed, publicKey));
  }
});

test('without a key nothing is signed', async () => {
  await using server = await startSmtpServer();
  await using mailer = await openMailer(settings(server.port));
  await mailer.send(letter(), never);
  assert.throws(() => verifyDkim(server.caught[0]?.raw ?? '', publicKey), /not signed/);
});
