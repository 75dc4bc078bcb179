import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { freePort, listening } from '../../../test/support/free-port.ts';
import { SECOND } from '../../kernel/clock.ts';
import { checkPages } from './check-pages.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const clock = { now: () => NOW };

/** What is said of pages whose clock differs by so many seconds, as `level code sentence`. */
async function said(seconds: number | undefined, status = 200): Promise<readonly string[]> {
  const server = createServer((_req, res) => {
    res.sendDate = false;
    if (seconds !== undefined) res.setHeader('Date', new Date(NOW + seconds * SECOND).toUTCString());
    res.writeHead(status).end('pages');
  });
  await listening(server, 0);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lines = await checkPages({ url, leeway: 10 * SECOND }, clock);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return lines.map(({ level, code = '', sentence }) => `${level} ${code} ${sentence.replace(url, 'URL')}`);
}

test('a Jitsi server whose clock agrees as far as the leeway goes, or does not show it, is fine', async () => {
  for (const seconds of [undefined, 0, -10, 10, 30]) assert.deepEqual(await said(seconds), ['fine  URL answers.']);
  assert.deepEqual(await said(0, 502), ['warn meetings.url URL answers 502.']);
});

test('H11: a clock that is further behind than the leeway refuses fresh tokens, and check says so', async () => {
  assert.deepEqual(await said(-40), [
    'fine  URL answers.',
    "warn meetings.clock The clock of the Jitsi pages is at least 39 seconds behind this machine's: their server refuses a fresh token as not good yet.",
  ]);
  assert.match(
    (await said(45))[1] ?? '',
    /^warn meetings\.clock .* 45 seconds ahead .* tokens end there so much earlier\.$/,
  );
});

test('pages that cannot be reached are one warning', async () => {
  const [line, ...more] = await checkPages({ url: `http://127.0.0.1:${await freePort()}`, leeway: 10 * SECOND }, clock);
  assert.deepEqual([line?.code, more], ['meetings.url', []]);
});
