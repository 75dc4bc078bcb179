import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MINUTE } from '../../../src/kernel/clock.ts';
import type { Ask } from '../../support/ask.ts';
import { openTestIntake, ROUTER_TOKEN, SLOW_TOKEN, type TestIntake } from '../../support/intake.ts';

interface AlertOver {
  readonly status?: string;
  readonly labels?: object;
  readonly annotations?: object;
  readonly fingerprint?: string;
}

const alert = (instance: string, { labels = {}, annotations = { summary: 'Disk full' }, ...over }: AlertOver = {}) => ({
  status: 'firing',
  labels: { alertname: 'DiskFull', instance, ...labels },
  annotations,
  ...{ startsAt: '2026-11-30T11:32:44.154029496Z', endsAt: '0001-01-01T00:00:00Z' },
  ...{ generatorURL: `http://prom.test/graph?${instance}`, fingerprint: `01172818e646f3${instance}` },
  ...over,
});

/** As Alertmanager 0.35 sends it; 0.25 has neither `notification_reason` nor `routeLabels`. */
const group = (alerts: readonly object[], over: object = {}) => ({
  ...{ receiver: 'hook', status: 'firing', alerts, notification_reason: 'first notification' },
  ...{ groupLabels: { alertname: 'DiskFull' }, commonLabels: { alertname: 'DiskFull' }, commonAnnotations: {} },
  ...{ routeLabels: {}, externalURL: 'http://host:9093', version: '4', groupKey: '{}:{alertname="DiskFull"}' },
  truncatedAlerts: 0,
  ...over,
});

describe('the door for webhooks of the Prometheus Alertmanager', () => {
  let intake: TestIntake;
  before(async () => {
    intake = await openTestIntake();
  });
  after(() => intake[Symbol.asyncDispose]());

  const known = { authorization: `Bearer ${ROUTER_TOKEN}`, 'content-type': 'application/json' };
  const post = (value: unknown, headers: Ask['headers'] = known) =>
    intake.send('/alertmanager', {
      headers: { 'User-Agent': 'Alertmanager/0.25.0', ...headers },
      body: typeof value === 'string' ? value : JSON.stringify(value),
    });
  const kept = async () =>
    (await intake.kept()).map(({ title, lines, urgency, link, facts }) => ({ title, lines, urgency, link, facts }));
  const titles = async () => (await kept()).map(({ title }) => title);

  test('one alert that fires is told with its words, its labels and its graph', async () => {
    const critical = { severity: 'critical' };
    const one = alert('a', { labels: critical, annotations: { summary: 'Disk full', description: 'sda1 at 98 %' } });
    assert.equal((await post(group([one], { commonLabels: one.labels }))).status, 200);
    assert.deepEqual(await kept(), [
      {
        ...{ title: 'DiskFull: firing', lines: ['Disk full: sda1 at 98 %'], urgency: 'now' },
        link: { url: 'http://prom.test/graph?a', label: undefined },
        facts: [
          ['instance', 'a'],
          ['severity', 'critical'],
        ],
      },
    ]);
  });

  test('firing and resolved ones of a group stand apart; one that was cut away is not called resolved', async () => {
    const alerts = [alert('b'), alert('c', { status: 'resolved' }), alert('d', { annotations: {} })];
    assert.equal((await post(group(alerts, { truncatedAlerts: 1 }))).status, 200);
    assert.deepEqual(await kept(), [
      {
        title: 'DiskFull: 2 firing, 1 resolved',
        lines: [
          ...['Firing:', 'Disk full (instance=b)', 'instance=d', '', 'Resolved:', 'Disk full (instance=c)'],
          '… and 1 more that Alertmanager did not send',
        ],
        ...{ urgency: 'normal', link: { url: 'http://host:9093/', label: undefined }, facts: [] },
      },
    ]);
    assert.equal((await post(group([alert('b', { status: 'resolved' })], { status: 'resolved' }))).status, 200);
    assert.deepEqual(await titles(), ['DiskFull: resolved']);
  });

  test('H14: the same alerts in the same states are a repetition for ten minutes, whatever else the body says, and later a reminder', async () => {
    const alerts = [alert('e'), alert('f')];
    const first = await post(group(alerts));
    const again = await post(
      group([alert('f', { annotations: { summary: 'Disk at 99 %' } }), alert('e')], {
        notification_reason: 'repeat interval elapsed',
      }),
    );
    assert.deepEqual([again.status, again.body], [200, first.body]);
    assert.deepEqual(await titles(), ['DiskFull: 2 firing']);
    const others = [
      group([alert('e')]),
      group([alert('e'), alert('f', { status: 'resolved' })]),
      group([alert('e'), { ...alert('f'), startsAt: '2026-11-30T12:00:00Z' }]),
      group(alerts, { groupKey: '{}:{}' }),
    ];
    for (const other of others) assert.equal((await post(other)).status, 200);
    assert.equal((await titles()).length, 4);
    await intake.clock.advance(10 * MINUTE + 1);
    assert.notEqual((await post(group(alerts))).body, first.body);
    assert.deepEqual(await titles(), ['DiskFull: 2 firing']);
  });

  test('a group of thousands is one request and one notification', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) =>
      alert(`h${index}`, { annotations: { summary: 'x'.repeat(300) } }),
    );
    const body = JSON.stringify(group(many));
    assert.ok(body.length > 1_500_000);
    assert.equal((await post(body)).status, 200);
    const [only] = await kept();
    assert.equal(only?.title, 'DiskFull: 3000 firing');
    assert.equal(only.lines.at(-1), '… and 2950 more');
  });

  test('alerts without a name, an address or annotations are told by their labels', async () => {
    const bare = { status: 'firing', labels: { job: 'node' }, startsAt: '2026-11-30T11:32:44Z' };
    assert.equal((await post({ version: '4', groupKey: '{}', alerts: [bare] })).status, 200);
    const [only] = await kept();
    assert.deepEqual([only?.title, only?.lines, only?.link], ['alert: firing', ['job=node'], undefined]);
  });

  test('H14: no token and a wrong one are refused alike; over its limit a sender is told to come again at once', async () => {
    const basic = (text: string) => ({ ...known, authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const type = { 'content-type': 'application/json' };
    const refused = [await post(group([alert('g')]), type), await post(group([alert('g')]), basic('router1:x'))];
    assert.deepEqual(
      refused.map(({ status }) => status),
      [401, 401],
    );
    assert.equal(refused[0]?.body, refused[1]?.body);
    assert.deepEqual(await kept(), []);
    assert.equal((await post(group([alert('g')]), basic(`router1:${ROUTER_TOKEN}`))).status, 200);
    const slow = { ...known, authorization: `Bearer ${SLOW_TOKEN}` };
    assert.equal((await post(group([alert('g')]), slow)).status, 200);
    const late = await post(group([alert('h')]), slow);
    assert.equal(late.status, 503);
    assert.ok(Number(late.headers['retry-after']) >= 1);
    await intake.kept();
  });

  test('H3: what is no webhook is refused with a sentence, and nothing of it is kept', async () => {
    const cases: readonly (readonly [unknown, Ask['headers'], number])[] = [
      ['{', known, 400],
      [{}, known, 400],
      [group([]), known, 400],
      [group([alert('i', { status: 'other' })]), known, 400],
      [group([alert('i', { labels: { a: 1 } })]), known, 400],
      [group([alert('i')], { groupKey: 5 }), known, 400],
      ['{"alerts":[],"alerts":[]}', known, 400],
      [group([alert('i')]), { ...known, 'content-type': 'text/plain' }, 415],
      [group([alert('i')]), { ...known, 'content-encoding': 'gzip' }, 415],
      [group([alert('i', { annotations: { summary: 'x'.repeat(8 * 1_048_576) } })]), known, 413],
    ];
    for (const [body, headers, status] of cases) {
      const answer = await post(body, headers);
      assert.equal(answer.status, status, JSON.stringify(body).slice(0, 60));
      assert.equal(typeof (JSON.parse(answer.body) as { error: unknown }).error, 'string');
    }
    assert.equal((await intake.send('/alertmanager', { method: 'GET', headers: known })).status, 405);
    assert.deepEqual(await kept(), []);
  });
});
