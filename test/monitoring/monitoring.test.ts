import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { emptyFolder } from '../support/installation.ts';
import { getPart, needs } from '../support/needs.ts';
import { alerts, pageNames, panelExpressions, panels, RULES } from './files.ts';
import { metricsIn } from './promql.ts';

const promtool = (...args: readonly string[]): string =>
  execFileSync(getPart('promtool'), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test('the names of metrics are found in an expression, and nothing else', () => {
  const found = (expr: string) => metricsIn(expr).join(' ');
  assert.equal(found('sum by (job, le) (rate(a_total{x="b_total", y=~"c"}[5m])) > 0.5'), 'a_total');
  assert.equal(found('a / ignoring (way) group_left (x) b_bucket unless on(job) c offset 5m'), 'a b_bucket c');
  assert.equal(found('time() - process_start_time_seconds or vector(0)'), 'process_start_time_seconds');
});

describe('what is shipped for Prometheus and Grafana', needs('promtool'), () => {
  test("the rules are what Prometheus takes, and each fires when it should: Prometheus's own judge of both", () => {
    promtool('check', 'rules', RULES);
    promtool('test', 'rules', path.join(import.meta.dirname, 'porter.rules.test.yml'));
  });

  test('each alert is judged once firing and once silent, and the page says what to do', () => {
    const tests = parse(readFileSync(path.join(import.meta.dirname, 'porter.rules.test.yml'), 'utf8')) as {
      readonly tests: readonly {
        readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts?: readonly unknown[] }[];
      }[];
    };
    const judged = tests.tests.flatMap(({ alert_rule_test: each }) => each);
    const names = alerts().map(({ alert }) => alert);
    for (const name of names) {
      const own = judged.filter(({ alertname }) => alertname === name);
      assert.ok(
        own.some(({ exp_alerts: fires = [] }) => fires.length > 0),
        `${name} never fires`,
      );
      assert.ok(
        own.some(({ exp_alerts: fires = [] }) => fires.length === 0),
        `${name} is never silent`,
      );
    }
    assert.deepEqual(pageNames('Porter').toSorted(), names.toSorted());
    for (const { alert, annotations } of alerts()) {
      assert.ok(annotations['summary'] && annotations['description'], `${alert} says nothing`);
    }
  });

  test('every expression of the dashboard is one', async (t) => {
    const file = path.join(await emptyFolder(t), 'panels.yml');
    const rules = panelExpressions().map((expr, at) => ({ record: `panel:${at}`, expr }));
    assert.ok(rules.length > 20);
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'panels', rules }] }));
    promtool('check', 'rules', file);
  });
});

test('no panel of the dashboard covers another', () => {
  const taken = new Set<string>();
  for (const { id, title, gridPos } of panels()) {
    assert.equal(taken.has(`id ${id}`), false, `${title} has the id of another`);
    taken.add(`id ${id}`);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        assert.ok(x < 24 && !taken.has(`${x} ${y}`), `${title} covers ${x} ${y}`);
        taken.add(`${x} ${y}`);
      }
    }
  }
});
