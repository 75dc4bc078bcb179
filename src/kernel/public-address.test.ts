import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublicAddress } from './public-address.ts';

test('V14: addresses of this machine, of a house and of nobody are told from public ones, in every spelling', () => {
  const closed = [
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.168.1.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1'],
    ...['240.0.0.1', '255.255.255.255', '::', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1'],
    ...['::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::a00:1', '64:ff9b::'],
    ...['64:ff9b:1::1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%lo'],
    ...['fec0::1', 'ff02::1', '100::1', '3fff::1'],
    ...['', 'localhost', '1.2.3', '2130706433', '127.1', '0x7f.0.0.1', '1.2.3.4.5', '[::1]', '8.8.8.8 '],
  ];
  for (const address of closed) assert.equal(isPublicAddress(address), false, address);
  const open = [
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.1',
    '172.32.0.1',
    '192.167.255.255',
    '223.255.255.255',
  ];
  const open6 = ['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '2001:4860:4860::8888', '64:ff9b::808:808'];
  for (const address of [...open, ...open6]) assert.equal(isPublicAddress(address), true, address);
});
