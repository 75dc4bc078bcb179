import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Seen } from '../../doors/site/routes/arrivals.ts';
import { assessArrival, FORGED } from './assess-arrival.ts';

const PROXY = '10.0.0.2';
const PERSON = '8.8.4.4';
const seenAs = (seen: Partial<Seen>): Seen => ({
  ...{ client: PERSON, peer: PROXY, forwardedFor: [PERSON], forwardedProto: 'https', host: 'join.example.org' },
  ...{ run: 'this', ...seen },
});
const assess = (seen: Partial<Seen>, more: { readonly publicUrl?: string; readonly direct?: Seen | undefined } = {}) =>
  assessArrival({
    ...{ publicUrl: 'https://join.example.org', listen: { host: '127.0.0.1', port: 8480 } },
    ...{ trustedProxies: [PROXY], seen: seenAs(seen), direct: seenAs({ client: '127.0.0.1' }) },
    ...more,
  }).map(({ level, code }) => code ?? level);

test('H8: whom Porter takes a caller for is judged by the nearest name in the header, never by what a stranger wrote', () => {
  assert.deepEqual(assess({}), ['fine', 'fine']);
  assert.deepEqual(assess({ forwardedFor: [FORGED, PERSON] }), ['fine', 'fine']);
  assert.deepEqual(assess({ client: FORGED, forwardedFor: [FORGED] }), ['fine', 'site.forged-client-address']);
  // Where one proxy stands before another, what the first one let through counts.
  assert.deepEqual(assess({ client: FORGED, forwardedFor: [PERSON, FORGED] }), ['fine', 'site.forged-client-address']);
  assert.deepEqual(assess({ client: null, forwardedFor: [] }), ['fine', 'site.no-client-address']);
  assert.deepEqual(assess({ client: null, forwardedFor: ['unknown'] }), ['fine', 'site.no-client-address']);
  assert.deepEqual(assess({ client: FORGED, forwardedFor: [FORGED, '10.0.0.9'] }), ['fine', 'site.trusts-callers']);
  assert.deepEqual(assess({ client: '172.17.0.1', forwardedFor: ['172.17.0.1'] }), [
    'fine',
    'site.private-client-address',
  ]);
});

test('H8: a proxy that is not trusted makes everybody one, and this machine behind its own proxy is no fault', () => {
  assert.deepEqual(assess({ client: PROXY }), ['fine', 'site.proxy-not-trusted']);
  assert.deepEqual(assess({ client: PROXY, forwardedFor: [] }), ['fine', 'site.proxy-not-trusted']);
  assert.deepEqual(assess({ client: PROXY, forwardedFor: [FORGED] }), ['fine', 'site.proxy-not-trusted']);
  assert.deepEqual(assess({ client: null, forwardedFor: ['127.0.0.1'] }), ['fine', 'fine']);
  assert.deepEqual(assess({ client: FORGED, forwardedFor: [FORGED, '127.0.0.1'] }), ['fine', 'fine']);
});

test('without a proxy, in a trial on this machine, nothing is asked of one', () => {
  const plain = { client: '127.0.0.1', peer: '127.0.0.1', forwardedFor: [FORGED], forwardedProto: null };
  assert.deepEqual(assess(plain, { publicUrl: 'http://127.0.0.1:8480' }), ['fine']);
  const open = { client: PERSON, peer: PERSON, forwardedFor: [FORGED], forwardedProto: null };
  assert.deepEqual(assess(open, { publicUrl: 'http://join.example.org' }), ['fine', 'fine']);
});

test('H8: a proxy for http that is not trusted shows itself by what it changes, and is a warning', () => {
  const through = { client: PROXY, peer: PROXY, forwardedFor: [FORGED], forwardedProto: null };
  for (const changed of [{ host: '127.0.0.1:8480' }, { forwardedProto: 'http' }, { forwardedFor: [FORGED, PERSON] }]) {
    const [, line] = assess({ ...through, ...changed }, { publicUrl: 'http://join.example.org' });
    assert.equal(line, 'site.proxy-not-trusted', JSON.stringify(changed));
  }
});

test('another run of Porter is another Porter, and where none answers beside it that is not known', () => {
  assert.deepEqual(assess({ run: 'another' }), ['site.other-porter', 'fine']);
  assert.deepEqual(assess({}, { direct: undefined }), ['site.not-running-here', 'fine']);
});

test('a scheme that contradicts the address is a warning, another host a note', () => {
  assert.deepEqual(assess({ forwardedProto: 'http' }), ['fine', 'fine', 'site.other-scheme']);
  assert.deepEqual(assess({ host: 'inner.example.org' }), ['fine', 'fine', 'note']);
  assert.deepEqual(assess({ host: '127.0.0.1:8480', forwardedProto: null }), ['fine', 'fine']);
});
