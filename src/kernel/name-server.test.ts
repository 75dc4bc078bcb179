import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startNameServer } from '../../test/support/name-server.ts';
import { makeNameServer } from './name-server.ts';

test('records of each kind are found, in the order that they ask for, and long texts are whole', async () => {
  const long = `v=DKIM1; p=${'A'.repeat(390)}`;
  await using server = await startNameServer({
    'a.test': { a: ['192.0.2.7', '192.0.2.8'], aaaa: ['2001:db8:0:0:0:0:0:1'] },
    'four.test': { a: ['192.0.2.9'] },
    'mail.test': {
      mx: [
        [20, 'later.test'],
        [10, 'first.test'],
      ],
      txt: [long, 'v=spf1 -all'],
    },
    '_matrix-fed._tcp.mail.test': { srv: [[5, 8448, 'a.test']] },
  });
  const names = makeNameServer(server.address);
  const found = (...records: readonly unknown[]) => ({ kind: 'found', records });
  assert.deepEqual(
    await names.addresses('a.test'),
    found(
      { address: '192.0.2.7', family: 4 },
      { address: '192.0.2.8', family: 4 },
      { address: '2001:db8::1', family: 6 },
    ),
  );
  assert.deepEqual(await names.addresses('four.test'), found({ address: '192.0.2.9', family: 4 }));
  assert.deepEqual(await names.mailServers('mail.test'), found('first.test', 'later.test'));
  assert.deepEqual(await names.texts('mail.test'), found(long, 'v=spf1 -all'));
  assert.deepEqual(await names.services('_matrix-fed._tcp.mail.test'), found({ name: 'a.test', port: 8448 }));
  assert.deepEqual(await names.addresses('::1'), found({ address: '::1', family: 6 }));
});

test('what does not exist is told from what nobody could say', async () => {
  const server = await startNameServer({ 'empty.test': {}, 'broken.test': 'fails' });
  const names = makeNameServer(server.address);
  for (const name of ['empty.test', 'missing.test']) {
    assert.deepEqual([(await names.addresses(name)).kind, (await names.texts(name)).kind], ['none', 'none']);
  }
  assert.deepEqual(await names.addresses('broken.test'), {
    kind: 'unknown',
    why: 'the name server could not find out',
  });
  assert.equal((await names.mailServers('broken.test')).kind, 'unknown');
  const { address } = server;
  await server[Symbol.asyncDispose]();
  const gone = await makeNameServer(address).addresses('a.test');
  assert.match(gone.kind === 'unknown' ? gone.why : gone.kind, /^the name server (?:cannot be asked|does not answer)/);
  assert.throws(() => makeNameServer('no address'), TypeError);
});
