import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { networkOf } from './network-of.ts';

test('an IPv4 address is its own network, in whatever spelling', () => {
  assert.equal(networkOf('192.0.2.1'), '192.0.2.1');
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1');
  assert.equal(networkOf('::ffff:c000:201'), '192.0.2.1');
  assert.equal(networkOf('0:0:0:0:0:ffff:192.0.2.1'), '192.0.2.1');
});

test('an IPv6 address counts by its first 64 bits', () => {
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0::/64');
  assert.equal(networkOf('2001:DB8:0:0:ffff::'), '2001:db8:0:0::/64');
  assert.equal(networkOf('2001:db8:0:1::1'), '2001:db8:0:1::/64');
  assert.equal(networkOf('::1'), '0:0:0:0::/64');
});

test('neighbours in one /64 share it, others never do', () => {
  const group = fc.integer({ min: 1, max: 0xffff }).map((n) => n.toString(16));
  const four = fc.tuple(group, group, group, group);
  fc.assert(
    fc.property(four, four, four, four, (net, a, b, otherNet) => {
      const at = (head: readonly string[], tail: readonly string[]) => networkOf([...head, ...tail].join(':'));
      assert.equal(at(net, a), at(net, b));
      if (net.join(':') !== otherNet.join(':')) assert.notEqual(at(net, a), at(otherNet, a));
    }),
  );
});

test('what is no address has no network', () => {
  for (const text of ['', 'unknown', '1.2.3', 'fe80::1%eth0', '192.0.2.1:80', '1.2.3.4, 5.6.7.8']) {
    assert.equal(networkOf(text), undefined, text);
  }
});
