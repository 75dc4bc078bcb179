import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareHost, isLoopback } from './host-port.ts';

test('a host that only this machine reaches is told apart, as an address, as a name and as URLs write it', () => {
  for (const host of ['localhost', '127.0.0.1', '127.8.9.1', '::1', new URL('http://[::1]:80').hostname]) {
    assert.equal(isLoopback(host), true, host);
  }
  for (const host of ['', '0.0.0.0', '::', '[::1', '1127.0.0.1', '127.0.0.1.example.org', 'localhost.example.org']) {
    assert.equal(isLoopback(host), false, host);
  }
});

test('the brackets of URLs and server names around IPv6 are taken off', () => {
  assert.deepEqual(['[::1]', '::1', 'a.example', '192.0.2.1'].map(bareHost), ['::1', '::1', 'a.example', '192.0.2.1']);
});
