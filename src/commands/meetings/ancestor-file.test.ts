import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAncestorFile } from './ancestor-file.ts';

const jitsi = { domain: 'meet.jitsi' };
const jwt = { app_id: 'skotos', secret: '1234567890' };
const inbound = { host: '127.0.0.1', port: 4114 };
const read = (value: unknown) => readAncestorFile(JSON.stringify(value));

test('commas before closing brackets are passed over, those in strings are kept', () => {
  const found = readAncestorFile(
    '\ufeff{"jitsi":{"domain":"meet.jitsi",},\n"jwt":{"app_id":"a,}","secret":"x\\",]",\n\t},"inbound":{"host":"::1","port":4114,},}\n',
  );
  assert.deepEqual(found, {
    ...{ domain: 'meet.jitsi', appId: 'a,}', secret: 'x",]' },
    ...{ inbound: '[::1]:4114', outbound: undefined, open: false },
  });
});

test('whatever the secret is, it comes out as it stands in the file', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (secret) => {
      const found = read({ jitsi, jwt: { ...jwt, secret }, inbound });
      assert.ok(!('length' in found));
      assert.equal(found.secret, secret);
    }),
  );
});

test('everything that is wrong with the file is told at once', () => {
  assert.deepEqual(readAncestorFile('{"jitsi":'), ['is not JSON']);
  assert.deepEqual(read([]), ['is not JSON']);
  assert.deepEqual(read({ jitsi, jwt }), ['has neither inbound nor outbound']);
  assert.deepEqual(read({ jwt: { app_id: 7 }, inbound: { host: 'x' } }), [
    'inbound must have a host and a port',
    'jitsi.domain must be text',
    'jwt.app_id must be text',
    'jwt.secret must be text',
  ]);
});

test('a listener on the network is noticed, and one without a host stays on this machine', () => {
  const found = read({ jitsi, jwt, inbound: { host: '0.0.0.0', port: 4114 } });
  assert.ok(!('length' in found) && found.open);
  const bare = read({ jitsi, jwt, inbound: { port: '4114' } });
  assert.ok(!('length' in bare) && bare.inbound === '127.0.0.1:4114' && !bare.open);
});
