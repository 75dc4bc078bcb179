import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY } from '../../kernel/clock.ts';
import type { TlsSeen } from '../../kernel/look-at-tls.ts';
import { assessCertificates } from './check-certificates.ts';

const shown = (days: number, trouble?: string): TlsSeen => ({ kind: 'shown', trouble, until: days * DAY });
const none = (code: string): TlsSeen => ({ kind: 'none', code, why: code });

const assess = (...seen: readonly (readonly [address: string, seen: TlsSeen])[]) => {
  const all = seen.map(([address, one]) => ({
    address: { address, family: address.includes(':') ? 6 : 4 },
    seen: one,
  }));
  const { lines, open } = assessCertificates('example.org', all, 0);
  return [open, ...lines.map(({ level, code }) => code ?? level)];
};

test('addresses that show the same share a line, and one wrong among them is told', () => {
  assert.deepEqual(assess(['192.0.2.1', shown(60)], ['2001:db8::1', shown(60)]), [true, 'fine']);
  const old = assess(['192.0.2.1', shown(60)], ['2001:db8::1', shown(-9, 'CERT_HAS_EXPIRED')]);
  assert.deepEqual(old, [true, 'fine', 'certificate.not-trusted']);
  assert.deepEqual(assess(['192.0.2.1', shown(60, 'ERR_TLS_CERT_ALTNAME_INVALID')]), [
    false,
    'certificate.not-trusted',
  ]);
  assert.deepEqual(assess(['192.0.2.1', shown(60, 'an error that nobody knows')]), [false, 'certificate.not-trusted']);
});

test('the last 21 days are a warning', () => {
  assert.deepEqual(assess(['192.0.2.1', shown(21)]), [true, 'fine']);
  assert.deepEqual(assess(['192.0.2.1', shown(20.9)]), [true, 'certificate.ends-soon']);
});

test('no way to IPv6 is not known, no way to IPv4 is wrong', () => {
  assert.deepEqual(assess(['192.0.2.1', shown(60)], ['2001:db8::1', none('ENETUNREACH')]), [
    ...[true, 'fine', 'certificate.no-ipv6-here'],
  ]);
  assert.deepEqual(assess(['2001:db8::1', none('ECONNREFUSED')]), [false, 'address.unreachable']);
  assert.deepEqual(assess(['192.0.2.1', none('ENETUNREACH')]), [false, 'address.unreachable']);
});
