import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Child, startChild } from '../../support/child.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { openTestIntake, ROUTER_TOKEN, type TestIntake } from '../../support/intake.ts';
import { getPart, needs } from '../../support/needs.ts';
import { type FaultProxy, startFaultProxy } from '../../support/peers/faults.ts';

/** Waits the shortest times that Alertmanager has; it tries again for 10 s at least. */
const configOf = (port: number) => `route:
  receiver: porter
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: porter
    webhook_configs:
      - url: http://127.0.0.1:${port}/alertmanager
        http_config: { authorization: { credentials: ${ROUTER_TOKEN} } }
`;

describe('Alertmanager itself, at its door', needs('alertmanager'), () => {
  const opened = new AsyncDisposableStack();
  const seen: string[] = [];
  let intake: TestIntake;
  let proxy: FaultProxy;
  let port: number;

  before(async () => {
    intake = opened.use(await openTestIntake());
    proxy = opened.use(await startFaultProxy({ to: { port: intake.port } }));
    const dir = await mkdtemp(path.join(tmpdir(), 'porter-alertmanager-'));
    opened.defer(() => rm(dir, { recursive: true, force: true }));
    await writeFile(path.join(dir, 'alertmanager.yml'), configOf(proxy.port));
    port = await freePort();
    const child: Child = startChild({
      file: getPart('alertmanager'),
      args: [
        ...['--config.file=alertmanager.yml', `--storage.path=${dir}`],
        ...[`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='],
      ],
      cwd: dir,
      log: path.join(dir, 'log'),
    });
    opened.defer(async () => void (await child.stop()));
    await eventually(async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok, { what: 'Alertmanager' });
  });
  after(() => opened.disposeAsync());

  /** Tells Alertmanager of alerts. @param ended they have been over for long */
  async function tell(name: string, instances: readonly string[], ended = false): Promise<void> {
    const alerts = instances.map((instance) => ({
      labels: { alertname: name, instance, severity: 'critical' },
      annotations: { summary: `${name} at ${instance}` },
      ...(ended && { endsAt: '2001-01-01T00:00:00Z' }),
    }));
    const answer = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    });
    assert.equal(answer.status, 200);
  }
  const arrives = (title: string) =>
    eventually(
      async () => {
        seen.push(...(await intake.kept()).map((one) => one.title));
        return seen.includes(title);
      },
      { what: title, timeoutMs: 60_000 },
    );
  const times = (title: string) => seen.filter((one) => one === title).length;

  test('a group is told when it fires, and again when one of it is resolved', async () => {
    await tell('DiskFull', ['a', 'b']);
    await arrives('DiskFull: 2 firing');
    await tell('DiskFull', ['a'], true);
    await arrives('DiskFull: 1 firing, 1 resolved');
  });

  test('what fires while the door is away arrives once it is back', async () => {
    const before = proxy.connections.length;
    await proxy.set({ onConnect: 'reset' });
    proxy.cut();
    await tell('Away', ['a']);
    await eventually(() => proxy.connections.length > before, { what: 'a try', timeoutMs: 60_000 });
    await proxy.heal();
    await arrives('Away: firing');
  });

  test('what comes again because the answer was lost arrives once', async () => {
    await proxy.set({ cutAfter: { toClient: 1 } });
    proxy.cut();
    const before = proxy.connections.length;
    await tell('Lost', ['a']);
    const tries = () => proxy.connections.slice(before).filter(({ passed }) => passed.toClient > 0).length;
    await eventually(() => tries() > 1, { what: 'a second try', timeoutMs: 60_000 });
    await proxy.heal();
    await arrives('Lost: firing');
    await tell('Marker', ['a']);
    await arrives('Marker: firing');
    assert.equal(times('Lost: firing'), 1);
    assert.equal(times('Away: firing'), 1);
  });
});
