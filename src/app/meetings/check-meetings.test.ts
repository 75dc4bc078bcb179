import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { systemClock } from '../../kernel/clock.ts';
import { parseConfig } from '../load-config.ts';
import { checkMeetings } from './check-meetings.ts';

const pemOf = (type: 'rsa' | 'ec') =>
  (type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2_048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  ).privateKey
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();

/** What `check --offline` says of key pairs, as `level code`. */
async function said(pem: string, more: string): Promise<readonly string[]> {
  const text = `meetings: { url: "https://meet.example.org", domain: meet.jitsi, appId: porter, keys: [{ id: k, private: { env: PEM } }], ${more} }\n`;
  const { config, problems } = parseConfig('config.yaml', text, 0o600, { PEM: pem });
  assert.ok(config?.meetings, JSON.stringify(problems));
  const lines = await checkMeetings(config.meetings, { offline: true, clock: systemClock });
  return lines.map(({ level, code = '' }) => `${level} ${code}`.trim());
}

test('key pairs that are published are fine, and check says when nobody publishes them or no Jitsi takes them', async () => {
  const http = 'http: { listen: "127.0.0.1:8485" }';
  const tcp = 'tcp: { inbound: "127.0.0.1:4114" }';
  const rsa = pemOf('rsa');
  assert.deepEqual(await said(rsa, http), ['fine']);
  assert.deepEqual(await said(rsa, tcp), ['fine', 'warn meetings.keys-unpublished']);
  assert.deepEqual(await said(pemOf('ec'), http), ['bad meetings.key-unusable']);
});
