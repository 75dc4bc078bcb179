import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../scripts/launch.mjs';
import { ask } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startMail } from '../support/mail.ts';
import { startPorter } from '../support/porter-process.ts';

const TOKEN = 'canary-token-of-the-router-0123456789abcdef';

test('the first lines of the page about notifications, ten at most, are a whole Porter without a homeserver', async () => {
  const page = await readFile(path.join(ROOT, 'docs', 'operate', 'notifications.md'), 'utf8');
  const lines = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  assert.ok(lines.trim().split('\n').length <= 10, lines);
  assert.doesNotMatch(lines, /homeserver/);

  await using mail = await startMail();
  const port = await freePort();
  await using porter = await startPorter({ start: false });
  // Only the two ports are other ones, because those of the page may be taken here.
  const config = lines
    .replace('smtp://127.0.0.1:25', mail.url)
    .replace(/^intake:$/m, `intake:\n  listen: "127.0.0.1:${port}"`);
  assert.ok(config.includes(mail.url) && config.includes(`:${port}"`), config);
  await writeFile(porter.configFile, config, { mode: 0o600 });
  await writeFile(path.join(porter.dir, 'router.token'), `${TOKEN}\n`, { mode: 0o600 });
  await porter.start({ wait: 'nothing' });

  const post = () =>
    ask(port, '/v1/notifications', {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: '{ "title": "Disk full", "lines": ["sda1 at 98 %"], "link": "https://status.example/", "urgency": "now" }',
    });
  assert.equal((await eventually(post, { timeoutMs: 120_000, what: 'the door' })).status, 202);
  await mail.waitForLetter(
    ({ to, subject }) => to.includes('ops@example.org') && subject.includes('Disk full'),
    120_000,
  );
  const sent = await porter.run('send', '--to', 'ops', 'Disk full', 'sda1 at 98 %', '--wait');
  assert.deepEqual([sent.code, sent.stderr], [0, '']);
});
