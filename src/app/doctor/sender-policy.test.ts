import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startNameServer, type Zone } from '../../../test/support/name-server.ts';
import { makeNameServer } from '../../kernel/name-server.ts';
import { policyFor } from './sender-policy.ts';

const MAIL = '198.51.100.25';

async function policyOf(zone: Zone, address = MAIL) {
  await using server = await startNameServer(zone);
  return await policyFor('example.test', address, makeNameServer(server.address));
}
const says = (policy: string, others: Zone = {}, address?: string) =>
  policyOf({ 'example.test': { txt: ['other=text', `v=spf1 ${policy}`] }, ...others }, address);

test('mechanisms let an address send, and those behind the first that fits are not asked', async () => {
  const mail = { 'mail.example.test': { a: [MAIL] } };
  const mx = { 'example.test': { txt: ['v=spf1 mx -all'], mx: [[10, 'mail.example.test'] as const] }, ...mail };
  assert.equal(await policyOf(mx), 'pass');
  assert.equal(await says('a:mail.example.test -all', mail), 'pass');
  assert.equal(await says(`ip4:${MAIL} exists:%{i}.x -all`), 'pass');
  assert.equal(await says('ip4:198.51.100.0/24 ~all'), 'pass');
  assert.equal(await says('ip6:2001:db8::/32 -all', {}, '2001:db8::25'), 'pass');
  assert.equal(await says('all'), 'pass');
});

test('who is not named, or named with a minus, may not', async () => {
  assert.equal(await says('ip4:192.0.2.0/24 -all'), 'fail');
  assert.equal(await says(`-ip4:${MAIL} +all`), 'fail');
  assert.equal(await says('ip6:2001:db8::/32'), 'fail');
  assert.equal(await says('ip4:nonsense ip4:198.51.100.25/33 ~all'), 'fail');
  assert.equal(await policyOf({}), 'fail');
});

test('include and redirect lead on, and neither for ever', async () => {
  const provider = { '_spf.provider.test': { txt: [`v=spf1 ip4:${MAIL} -all`] } };
  assert.equal(await says('include:_spf.provider.test -all', provider), 'pass');
  assert.equal(await says('redirect=_spf.provider.test', provider), 'pass');
  assert.equal(
    await says('include:_spf.provider.test ~all', { '_spf.provider.test': { txt: ['v=spf1 -all'] } }),
    'fail',
  );
  assert.equal(await says('include:example.test -all'), 'unknown');
});

test('what cannot be followed is not known', async () => {
  assert.equal(await says('exists:%{i}.example.test -all'), 'unknown');
  assert.equal(await says('a:%{d} -all'), 'unknown');
  assert.equal(await says('a/24 -all'), 'unknown');
  assert.equal(await says('include:broken.test -all', { 'broken.test': 'fails' }), 'unknown');
  assert.equal(await policyOf({ 'example.test': 'fails' }), 'unknown');
  assert.equal(await policyOf({ 'example.test': { txt: ['v=spf1 -all', 'v=spf1 +all'] } }), 'unknown');
});
