import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { ROOT } from '../scripts/launch.mjs';
import { readSources, visit } from './support/source-files.ts';

/** Parts of section 6 that are built: their ids are due. */
const BUILT = ['the door', 'accounts', 'notifications', 'meetings'];

const page = readFileSync(path.join(ROOT, 'docs', 'hardening.md'), 'utf8');

/** `D1 (Matrix and mail), D2 · N1–N4` → D1, D2, N1, N2, N3, N4. */
function idsIn(text: string): string[] {
  return text
    .replace(/\([^)]*\)/g, '')
    .split(/[,·]/)
    .flatMap((piece) => {
      const [, letter, from, to] = piece.trim().match(/^([A-Z])(\d+)(?:–[A-Z]?(\d+))?$/) ?? [];
      if (letter === undefined) return [];
      const [first, last] = [Number(from), Number(to ?? from)];
      return Array.from({ length: last - first + 1 }, (_, at) => `${letter}${first + at}`);
    });
}

const listed = [...page.matchAll(/^\| ([DNHSVL]\d+) (?:○ )?\|/gm)].map(([, id]) => id ?? '');
const due = BUILT.flatMap((part) => idsIn(page.match(new RegExp(`^\\| ${part} \\| (.*) \\|$`, 'm'))?.[1] ?? ''));

/** Ids that names of tests begin with: `V1, V16: …` counts for both. */
function testedIds(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (name: string, file: string): void => {
    const ids = name.match(/^([DNHSVL]\d+(?:, [DNHSVL]\d+)*): /)?.[1]?.split(', ') ?? [];
    for (const id of ids) found.set(id, [...(found.get(id) ?? []), file]);
  };
  const files = ['src', 'test', 'demo'].flatMap((folder) => readSources(folder));
  for (const { file, tree } of files.filter(({ file }) => /\.test\.tsx?$/.test(file) || /^test\//.test(file))) {
    visit(tree, (node) => {
      if (!ts.isCallExpression(node) || !/^(t\.)?(test|it|describe)$/.test(node.expression.getText(tree))) return;
      const [name] = node.arguments;
      if (name !== undefined && ts.isStringLiteralLike(name)) add(name.text, file);
      else if (name !== undefined && ts.isTemplateExpression(name)) add(name.head.text, file);
    });
  }
  const runner = readFileSync(path.join(ROOT, 'scripts', 'test.mjs'), 'utf8');
  for (const [, name] of runner.matchAll(/name: '([^']+)'/g)) add(name ?? '', 'scripts/test.mjs');
  return found;
}

test('the page lists every id once, and every id that is due', () => {
  assert.ok(listed.length > 70, `${listed.length} ids found`);
  assert.equal(new Set(listed).size, listed.length);
  assert.ok(due.length > 40, `${due.length} ids due`);
  assert.deepEqual(
    due.filter((id) => !listed.includes(id)),
    [],
  );
});

test('every promise that is due has a test whose name starts with its id', () => {
  const tested = testedIds();
  assert.deepEqual(
    due.filter((id) => !tested.has(id)),
    [],
  );
});

test('no test answers a promise that the page does not know', () => {
  assert.deepEqual(
    [...testedIds()].filter(([id]) => !listed.includes(id)).map(([id, files]) => `${id}: ${files.join(', ')}`),
    [],
  );
});
