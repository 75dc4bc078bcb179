import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../../../test/support/ask.ts';
import { silentLog } from '../../kernel/log.ts';
import { type OperationsFacts, openOperations } from './operations.ts';

const open = (over: Partial<OperationsFacts> = {}) =>
  openOperations({
    listen: { host: '127.0.0.1', port: 0 },
    facts: { ready: async () => ({ ready: true, reasons: [] }), measure: async () => [], ...over },
    log: silentLog,
  });

test('health is told without asking anybody', async () => {
  const asked = async (): Promise<never> => {
    throw new Error('asked');
  };
  await using door = await open({ ready: asked, measure: asked });
  const answer = await ask(door.port, '/healthz?x=1');
  assert.equal(answer.status, 200);
  assert.deepEqual(JSON.parse(answer.body), { status: 'alive' });
  assert.equal((await ask(door.port, '/healthz', { method: 'HEAD' })).body, '');
});

test('readiness comes with its reasons, and a question that fails is not ready', async () => {
  await using ready = await open();
  assert.equal((await ask(ready.port, '/readyz')).status, 200);
  await using waiting = await open({ ready: async () => ({ ready: false, reasons: ['Invite @porter:porter.test.'] }) });
  const answer = await ask(waiting.port, '/readyz');
  assert.equal(answer.status, 503);
  assert.deepEqual(JSON.parse(answer.body), { ready: false, reasons: ['Invite @porter:porter.test.'] });
  await using broken = await open({ ready: () => Promise.reject(new Error('canary')) });
  const failed = await ask(broken.port, '/readyz');
  assert.equal(failed.status, 503);
  assert.doesNotMatch(failed.body, /canary/);
});

test('metrics are in the Prometheus format, figures of one name together', async () => {
  await using door = await open({
    measure: async () => [
      { name: 'porter_outbox_jobs', help: 'Jobs.', value: 3, labels: { state: 'waiting' } },
      { name: 'porter_outbox_jobs', help: 'Jobs.', value: 1, labels: { state: 'dead' } },
      { name: 'porter_open_applications', help: 'Applications.', value: 2 },
    ],
  });
  for (let time = 0; time < 2; time += 1) {
    const { status, headers, body } = await ask(door.port, '/metrics');
    assert.equal(status, 200);
    assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/);
    assert.equal(body.match(/# TYPE porter_outbox_jobs gauge/g)?.length, 1);
    assert.match(body, /porter_outbox_jobs\{state="dead"\} 1\n/);
    assert.match(body, /porter_open_applications 2\n/);
    assert.match(body, /process_resident_memory_bytes \d+/);
  }
  await using broken = await open({ measure: () => Promise.reject(new Error('canary')) });
  const failed = await ask(broken.port, '/metrics');
  assert.equal(failed.status, 500);
  assert.doesNotMatch(failed.body, /canary/);
});

test('H9: nothing else is served here', async () => {
  await using door = await open();
  for (const path of ['/', '/apply', '/_matrix/app/v1/ping', '/healthz/', '//healthz', '/metrics/x', '/..']) {
    assert.equal((await ask(door.port, path)).status, 404, path);
  }
  const posted = await ask(door.port, '/healthz', { method: 'POST', body: 'x' });
  assert.equal(posted.status, 405);
  assert.equal(posted.headers.allow, 'GET, HEAD');
});
