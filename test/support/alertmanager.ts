import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from './child.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { getPart } from './needs.ts';

/** Alerts of this name are reminded of as long as they fire; those of other names for an hour are not. */
export const REMINDED = 'Reminded';

/** Waits the shortest times that Alertmanager has; it tries again for 10 s at least. */
const configOf = (port: number, token: string) => `route:
  receiver: porter
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 1h
  routes:
    - matchers: ['alertname="${REMINDED}"']
      repeat_interval: 3s
receivers:
  - name: porter
    webhook_configs:
      - url: http://127.0.0.1:${port}/alertmanager
        http_config: { authorization: { credentials: ${token} } }
`;

/** Prometheus Alertmanager itself, as Debian has it. */
export interface Alertmanager extends AsyncDisposable {
  /** Tells it of alerts, as Prometheus does; those of one name are a group. @param ended they are over now */
  tell(name: string, instances: readonly string[], ended?: boolean): Promise<void>;
}

/** @param door port of loopback to whose `/alertmanager` it posts with this token */
export async function startAlertmanager(door: number, token: string): Promise<Alertmanager> {
  await using opened = new AsyncDisposableStack();
  const dir = await mkdtemp(path.join(tmpdir(), 'porter-alertmanager-'));
  opened.defer(() => rm(dir, { recursive: true, force: true }));
  await writeFile(path.join(dir, 'alertmanager.yml'), configOf(door, token));
  const port = await freePort();
  const child = startChild({
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
  const running = opened.move();
  /** When the alerts that fire began, by name and instance. */
  const began = new Map<string, string>();

  return {
    async tell(name, instances, ended = false) {
      const now = new Date().toISOString();
      const alerts = instances.map((instance) => {
        const key = `${name} ${instance}`;
        const startsAt = began.get(key) ?? now;
        if (ended) began.delete(key);
        else began.set(key, startsAt);
        return {
          labels: { alertname: name, instance, severity: 'critical' },
          annotations: { summary: `${name} at ${instance}` },
          startsAt,
          ...(ended && { endsAt: now }),
        };
      });
      const answer = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      assert.equal(answer.status, 200);
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
