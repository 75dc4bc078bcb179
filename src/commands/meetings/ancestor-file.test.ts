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
    ...{ inbound: '[::1]:4114', outbound: undefined, open: false, everywhere: false },
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
  assert.deepEqual(
    read({ jwt: { app_id: 7, secret: '' }, inbound: { host: 'x' }, outbound: { host: 7, port: 65_536 } }),
    [
      'inbound.port is missing',
      'outbound.host must be text',
      'outbound.port must be a number from 1 to 65535',
      'jitsi.domain is missing',
      'jwt.app_id must be text',
      'jwt.secret is empty',
    ],
  );
});

test('a listener on the network is noticed, and one without a host, which listened everywhere, stays on this machine', () => {
  const found = read({ jitsi, jwt, inbound: { host: '0.0.0.0', port: 4114 } });
  assert.ok(!('length' in found) && found.open && !found.everywhere);
  const bare = read({ jitsi, jwt, inbound: { port: '4114' } });
  assert.ok(!('length' in bare) && bare.inbound === '127.0.0.1:4114' && !bare.open && bare.everywhere);
});
