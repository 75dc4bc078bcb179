import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../../../test/support/ask.ts';
import { silentLog } from '../../kernel/log.ts';
import { gauge } from './metrics.ts';
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

test('metrics are in the Prometheus format, and a figure without a number is named too', async () => {
  const samples = [
    { value: 3, labels: { state: 'waiting' } },
    { value: 1, labels: { state: 'dead' } },
  ];
  const seconds = [
    { suffix: '_bucket', labels: { le: '+Inf' }, value: 4 },
    { suffix: '_sum', value: 2.5 },
    { suffix: '_count', value: 4 },
  ] as const;
  await using door = await open({
    measure: async () => [
      { name: 'porter_outbox_jobs', help: 'Jobs.', type: 'gauge', samples },
      gauge('porter_open_applications', 'Applications.', 2),
      { name: 'porter_paused', help: 'Paused.', type: 'gauge', samples: [] },
      { name: 'porter_asked_total', help: 'Asked.', type: 'counter', samples: [{ value: 7 }] },
      { name: 'porter_seconds', help: 'Seconds.', type: 'histogram', samples: seconds },
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
    assert.match(body, /# TYPE porter_paused gauge\n/);
    assert.match(body, /# TYPE porter_asked_total counter\nporter_asked_total 7\n/);
    assert.match(
      body,
      /# TYPE porter_seconds histogram\nporter_seconds_bucket\{le="\+Inf"\} 4\nporter_seconds_sum 2.5\n/,
    );
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
