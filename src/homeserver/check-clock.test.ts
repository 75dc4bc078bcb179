import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { freePort, listening } from '../../test/support/free-port.ts';
import { SECOND } from '../kernel/clock.ts';
import { checkClock } from './check-clock.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const clock = { now: () => NOW };

/** What is said of a homeserver whose clock differs by so many seconds. */
async function said(seconds: number): Promise<readonly string[]> {
  const server = createServer((_req, res) => {
    res.setHeader('Date', new Date(NOW + seconds * SECOND).toUTCString());
    res.end('{}');
  });
  await listening(server, 0);
  const lines = await checkClock(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, clock);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return lines.map(({ sentence }) => sentence);
}

test('N7: check says by how much the clocks of this machine and of the homeserver certainly differ', async () => {
  for (const seconds of [0, 30, -30])
    assert.deepEqual(await said(seconds), ['The clocks of homeserver and Porter agree.']);
  assert.deepEqual(await said(90), ["This machine's clock is at least 90 seconds behind the homeserver's."]);
  assert.deepEqual(await said(-90), ["This machine's clock is at least 89 seconds ahead of the homeserver's."]);
});

test('a homeserver that does not answer says nothing about its clock', async () => {
  assert.deepEqual(await checkClock(`http://127.0.0.1:${await freePort()}`, clock), []);
});
