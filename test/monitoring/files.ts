import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/launch.mjs';

/** What is shipped for whoever watches Porter. */
const FOLDER = path.join(ROOT, 'docs/operate/monitoring');
export const RULES = path.join(FOLDER, 'porter.rules.yml');

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}

export const alerts = (): readonly Alert[] =>
  (parse(readFileSync(RULES, 'utf8')) as { groups: { rules: Alert[] }[] }).groups.flatMap(({ rules }) => rules);

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly targets?: readonly { readonly expr: string }[];
}

export const panels = (): readonly Panel[] =>
  (JSON.parse(readFileSync(path.join(FOLDER, 'porter-dashboard.json'), 'utf8')) as { panels: Panel[] }).panels;

/** The expressions of the dashboard as they are once Grafana has put its variables in. */
export const panelExpressions = (): readonly string[] =>
  panels()
    .flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    .map((expr) => expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$(?:job|instance)\b/g, '.*'));

/** The page that says of each alert and figure what it means: the first cell of each row of its tables, as code. */
export function pageNames(begin: string): readonly string[] {
  const page = readFileSync(path.join(ROOT, 'docs/operate/monitoring.md'), 'utf8');
  return [...page.matchAll(/^\| `([A-Za-z_]+)`/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name.startsWith(begin));
}
