import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { type Logger, silentLog } from '../kernel/log.ts';
import { makeClientAddress } from './client-address.ts';

const from = (peer: string, header?: string): IncomingMessage =>
  ({
    socket: { remoteAddress: peer },
    headers: header === undefined ? {} : { 'x-forwarded-for': header },
  }) as unknown as IncomingMessage;

const loopback = ['127.0.0.0/8', '::1'];

test('H8: nobody but a trusted proxy says who asks', () => {
  const address = makeClientAddress(loopback, silentLog);
  assert.equal(address(from('203.0.113.9', '198.51.100.1')), '203.0.113.9');
  assert.equal(address(from('2001:db8::9', '198.51.100.1')), '2001:db8::9');
  assert.equal(address(from('::ffff:203.0.113.9', '198.51.100.1')), '203.0.113.9');
});

test('H8: the right-most address that is no proxy of ours counts, whatever a stranger wrote before it', () => {
  const address = makeClientAddress([...loopback, '10.0.0.0/8', '2001:db8:1::/48'], silentLog);
  for (const [header, expected] of [
    ['198.51.100.1', '198.51.100.1'],
    ['1.1.1.1, 2.2.2.2, 198.51.100.1', '198.51.100.1'],
    ['127.0.0.1, 198.51.100.1, 10.1.2.3', '198.51.100.1'],
    ['198.51.100.1, 2001:db8:1::5, 10.1.2.3', '198.51.100.1'],
    ['<script>, 198.51.100.1', '198.51.100.1'],
    ['198.51.100.1:5123', '198.51.100.1'],
    ['[2001:db8::7]:443', '2001:db8::7'],
    ['::ffff:198.51.100.1', '198.51.100.1'],
  ] as const) {
    assert.equal(address(from('127.0.0.1', header)), expected, header);
    assert.equal(address(from('::ffff:127.0.0.1', header)), expected, header);
  }
});

test('H8: without a usable word of the proxy nobody is counted, and one log line says so', () => {
  const lines: string[] = [];
  const log: Logger = { ...silentLog, warn: (message) => lines.push(message) };
  const address = makeClientAddress([...loopback, '10.0.0.0/8'], log);
  for (const header of [undefined, '', '10.0.0.9', 'unknown', '198.51.100.1, garbage', '198.51.100.1, fe80::1%eth0']) {
    assert.equal(address(from('127.0.0.1', header)), undefined, header);
  }
  assert.equal(lines.length, 1);
});

test('a question of this machine itself, or one that is asked quietly, warns of no proxy', () => {
  const lines: string[] = [];
  const address = makeClientAddress(loopback, { ...silentLog, warn: (message) => lines.push(message) });
  for (const header of ['127.0.0.1', '::1', '127.0.0.1, 127.0.0.1', '[::1]:5123', '::ffff:127.0.0.1']) {
    assert.equal(address(from('127.0.0.1', header)), undefined, header);
  }
  assert.equal(address(from('127.0.0.1'), 'quiet'), undefined);
  assert.deepEqual(lines, []);
  // A stranger can claim to be this machine, but then the proxy adds who really asks.
  assert.equal(address(from('127.0.0.1', '127.0.0.1, 198.51.100.1')), '198.51.100.1');
  address(from('127.0.0.1'));
  assert.equal(lines.length, 1);
});
