import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { startNameServer, type Zone } from '../../../test/support/name-server.ts';
import { makeNameServer } from '../../kernel/name-server.ts';
import { parseConfig } from '../load-config.ts';
import { assessSigningKey } from './assess-signing-key.ts';
import { checkMailDomain } from './check-mail-domain.ts';

const pair = () => generateKeyPairSync('rsa', { modulusLength: 1_024 });
const own = pair();
const pem = own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const published = ({ publicKey }: typeof own, type: 'spki' | 'pkcs1' = 'spki') =>
  publicKey.export({ type, format: 'der' }).toString('base64');

const NAME = 'porter._domainkey.example.org';
const key = (...records: readonly string[]) => {
  const { level, code } = assessSigningKey(NAME, { kind: 'found', records }, pem);
  return code ?? level;
};

test('the published key has to be the one that signs', () => {
  const record = `v=DKIM1; k=rsa; p=${published(own)}`;
  assert.equal(key(record), 'fine');
  assert.equal(key('something=else', record), 'fine');
  assert.equal(key(`p=${published(own).replace(/(.{60})/g, '$1 ')}`), 'fine');
  assert.equal(key(`v=DKIM1; p=${published(own, 'pkcs1')}`), 'fine');
  assert.equal(key(`v=DKIM1; p=${published(pair())}`), 'mail.other-dkim');
  assert.equal(key('v=DKIM1; p=bm9uc2Vuc2U='), 'mail.other-dkim');
  for (const none of ['v=DKIM1; p=', 'v=DKIM1', `v=DKIM2; p=${published(own)}`])
    assert.equal(key(none), 'mail.no-dkim');
  assert.equal(assessSigningKey(NAME, { kind: 'none' }, pem).code, 'mail.no-dkim');
  assert.equal(assessSigningKey(NAME, { kind: 'unknown', why: 'silence' }, pem).level, 'unknown');
  const { remedy } = assessSigningKey(NAME, { kind: 'none' }, pem);
  assert.ok(remedy?.endsWith(`p=${published(own)}`));
  assert.doesNotMatch(String(remedy), /PRIVATE/);
});

const MX = { mx: [[10, 'mail.example.org']] as const };
const MAIL_HOST: Zone = { 'mail.example.org': { a: ['8.8.4.4'] } };
const DMARC: Zone = { '_dmarc.example.org': { txt: ['v=DMARC1; p=none'] } };

async function codes(zone: Zone, from = 'porter@example.org') {
  await using server = await startNameServer(zone);
  const { config } = parseConfig(
    'config.yaml',
    `mail: { from: "${from}", smtp: "smtp://mail.example.org:587" }\nnotifications: { targets: { ops: ["email:a@example.org"] } }\n`,
    0o600,
    {},
  );
  assert.ok(config?.mail);
  const lines = await checkMailDomain(config.mail, makeNameServer(server.address));
  return lines.map(({ level, code }) => code ?? level);
}

test('a domain that says everything is fine; whether another server signs is a note', async () => {
  const zone = { 'example.org': { ...MX, txt: ['v=spf1 mx -all'] }, ...MAIL_HOST, ...DMARC };
  assert.deepEqual(await codes(zone), ['fine', 'fine', 'note', 'fine']);
  // The policy of the domain above counts as well.
  const below = { 'news.example.org': { ...MX, txt: ['v=spf1 a:mail.example.org -all'] }, ...MAIL_HOST, ...DMARC };
  assert.deepEqual(await codes(below, 'porter@news.example.org'), ['fine', 'fine', 'note', 'fine']);
});

test('what is missing is a warning each, and what nobody can say is not known', async () => {
  assert.deepEqual(await codes({}), ['mail.no-mx', 'mail.no-spf', 'note', 'mail.no-dmarc']);
  assert.deepEqual(await codes({ 'example.org': 'fails', '_dmarc.example.org': 'fails' }), [
    ...['mail.mx-unknown', 'mail.spf-unknown', 'note', 'mail.dmarc-unknown'],
  ]);
});

test('a record that lets everybody or nobody in particular send is found', async () => {
  const spf = async (...txt: readonly string[]) =>
    (await codes({ 'example.org': { ...MX, txt }, ...MAIL_HOST, ...DMARC }))[1];
  assert.equal(await spf('v=spf1 +all'), 'mail.open-spf');
  assert.equal(await spf('v=spf1 mx all'), 'mail.open-spf');
  assert.equal(await spf('v=spf1 mx -all', 'v=spf1 ip4:192.0.2.1 -all'), 'mail.two-spf');
  assert.equal(await spf('v=spf1 ip4:192.0.2.1 -all'), 'mail.spf-not-followed');
});
