import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { Fault } from '../kernel/fault.ts';
import { listenOn } from '../web/listen-on.ts';
import { parseConfig } from './load-config.ts';
import { withKeyOfListener } from './name-listener.ts';

test('a port that is taken is named with its key, as check names it', async () => {
  const other = createServer();
  const port = await listenOn(other, { host: '127.0.0.1', port: 0 });
  const { config } = parseConfig(
    '/etc/porter/config.yaml',
    `meetings: { url: "https://meet.example.org", domain: meet.jitsi, appId: skotos, secret: ${'x'.repeat(16)},
  http: { listen: "127.0.0.1:${port}" }, callers: { game: { token: ${'y'.repeat(16)} } } }
`,
    0o600,
    {},
  );
  assert.ok(config);
  const fault = await listenOn(createServer(), { host: '127.0.0.1', port }).catch((error: unknown) => error);
  await new Promise((resolve) => other.close(resolve));
  const named = withKeyOfListener(fault, config);
  assert.ok(named instanceof Fault && named.code === 'listener.in-use');
  assert.match(named.message, new RegExp(`:${port}: another program listens there \\(meetings\\.http\\.listen\\)$`));
  assert.equal(named.remedy, 'End the other program, or set meetings.http.listen to another address.');
  const another = new Error('something else');
  assert.equal(withKeyOfListener(another, config), another);
});
