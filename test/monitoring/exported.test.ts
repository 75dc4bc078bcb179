import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { request } from 'undici';
import { openHouse, PATIENCE } from '../journeys/support/house.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { emptyFolder } from '../support/installation.ts';
import { getPart, needs } from '../support/needs.ts';
import { alerts, pageNames, panelExpressions } from './files.ts';
import { metricsIn } from './promql.ts';

/** What Prometheus itself adds. */
const OF_PROMETHEUS = ['up'];

/** The names that series have: a histogram is three of them. */
const seriesOf = (metrics: string): ReadonlySet<string> =>
  new Set(
    [...metrics.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => `${name}${end}`) : [name],
    ),
  );

describe('a Porter with all its parts', needs('synapse', 'promtool'), () => {
  test('every figure that alerts, dashboard and page name is told, every figure is on the page, and Prometheus finds no fault', async (t) => {
    const secret = path.join(await emptyFolder(t), 'jitsi.secret');
    await writeFile(secret, 'canary-secret-0123456789abcdef0123456789abcdef\n', { mode: 0o600 });
    const local = async () => `127.0.0.1:${await freePort()}`;
    await using house = await openHouse({
      config: {
        notifications: { targets: { ops: ['email:canary-ops@example.org'] } },
        meetings: {
          ...{ url: 'https://meet.example.org', domain: 'meet.jitsi', appId: 'porter', secret: { file: secret } },
          tcp: { inbound: await local(), outbound: await local() },
        },
      },
    });
    assert.equal((await house.porter.run('send', '--to', 'ops', 'Disk full')).code, 0);
    const metrics = await eventually(
      async () => {
        const { body } = await request(`${house.porter.operations}/metrics`);
        const text = await body.text();
        return text.includes('attempts_total{channel="email",result="delivered"} 1') && text;
      },
      { timeoutMs: PATIENCE, what: 'a delivery that is counted' },
    );
    const series = seriesOf(metrics);
    const named = [...alerts().map(({ expr }) => expr), ...panelExpressions()].flatMap(metricsIn);
    assert.deepEqual(
      named.filter((name) => !series.has(name) && !OF_PROMETHEUS.includes(name)),
      [],
    );
    const figures = [...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
    assert.deepEqual([...pageNames('porter_'), ...pageNames('process_')].toSorted(), figures.toSorted());
    assert.doesNotMatch(metrics, /canary/);
    execFileSync(getPart('promtool'), ['check', 'metrics'], { input: metrics, stdio: ['pipe', 'pipe', 'pipe'] });
  });
});
