import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { ROOT } from '../scripts/launch.mjs';
import { type Import, placeOf, readSources, type SourceFile, visit } from './support/source-files.ts';

const FEATURES = ['registration', 'accounts', 'sign-in', 'handles', 'notifications', 'meetings'];
const KNOWN = [
  ...[
    'kernel',
    'ports',
    'inbox',
    'outbox',
    'texts',
    'web',
    'homeserver',
    'storage',
    'security',
    'config',
    'app',
    'commands',
  ],
  ...['doors', 'channels', 'main', ...FEATURES],
];

/** Files of the kernel that dial out or read the file system: not for features and the rest of the inside, which go through ports. */
const REACHING = [
  'ask-address',
  'ask-outside',
  'file-trouble',
  'look-at-tls',
  'name-server',
  'public-address',
  'system-user',
].map((name) => `src/kernel/${name}.ts`);
const INSIDE = ['ports', 'inbox', 'outbox', 'texts', ...FEATURES];

const all = readSources('src');
const sources = all.filter(({ file }) => !/\.test\.tsx?$/.test(file));

/** The part of `src` that a file belongs to: the folder, of doors and channels the one below. */
function partOf(file: string): { readonly part: string; readonly sub: string } {
  const [, first = '', second = ''] = file.replace(/\.tsx?$/, '').split('/');
  return { part: first, sub: second };
}

/** Why this import is not allowed; undefined when it is. The table of docs/architecture.md. */
function objection(from: SourceFile, { file, typeOnly }: Import): string | undefined {
  if (file === undefined) return undefined;
  const here = partOf(from.file);
  const there = partOf(file);
  const same = here.part === there.part;
  const to = there.part;
  const isFeature = FEATURES.includes(to);
  /** What a feature shows to those who answer it: its ports, what these speak of, its fixed numbers, and its table of fields. */
  const shown = /(^|\/)((ports|job|item|application|settings|fields)|ports\/[a-z-]+)\.ts$/.test(file);
  const isPort =
    to === 'ports' ||
    ((isFeature || to === 'inbox' || to === 'outbox') && (shown || (typeOnly && file.includes('/rules/'))));
  if (to === 'kernel' && INSIDE.includes(here.part) && REACHING.includes(file)) {
    return 'the inside neither dials out nor reads files';
  }
  if (to === 'kernel') return undefined;
  switch (here.part) {
    case 'main':
      return to === 'commands' ? undefined : 'main imports commands only';
    case 'kernel':
      return 'the kernel imports nothing of ours';
    case 'app':
      return undefined;
    case 'commands':
      return same || to === 'app' || to === 'config' ? undefined : 'commands import app, config, kernel';
    case 'config':
    case 'inbox':
    case 'outbox':
    case 'texts':
      return same ? undefined : `${here.part} imports the kernel only`;
    case 'ports':
      return same || file === 'src/outbox/job.ts' ? undefined : 'ports import the kernel and the type of jobs';
    case 'web':
      return same || to === 'texts' ? undefined : 'web imports texts and kernel';
    case 'doors': {
      if (same) return here.sub === there.sub ? undefined : 'a door never imports another door';
      if (to === 'inbox' && here.sub === 'appservice') return undefined;
      if (to === 'outbox' && here.sub === 'desk') return undefined;
      return isFeature || ['ports', 'web', 'texts'].includes(to)
        ? undefined
        : 'a door imports features, ports, web, texts, kernel';
    }
    case 'channels': {
      if (same) return here.sub === there.sub ? undefined : 'a channel never imports another channel';
      return isPort || file === 'src/config/fields.ts' ? undefined : 'a channel imports ports, config/fields, kernel';
    }
    case 'homeserver':
    case 'storage':
    case 'security':
      return same || isPort ? undefined : `${here.part} imports the ports it answers, and the kernel`;
    default:
      if (!FEATURES.includes(here.part)) return `${here.part} is no part of the table`;
      if (from.file.includes('/rules/') && !typeOnly && !(same && (shown || file.includes('/rules/')))) {
        return 'rules import the kernel, rules, types, and fixed numbers of their feature';
      }
      if (same) return undefined;
      if (FEATURES.includes(to)) return 'features are strangers to each other';
      return to === 'ports' || to === 'texts' || file === 'src/outbox/job.ts'
        ? undefined
        : 'a feature imports itself, ports, outbox/job, texts, kernel';
  }
}

test('every import follows the table of who may import whom', () => {
  const wrong = sources.flatMap((from) =>
    from.imports.flatMap((to) => {
      const why = objection(from, to);
      return why === undefined ? [] : [`${from.file} → ${to.file}: ${why}`];
    }),
  );
  assert.deepEqual(wrong, []);
});

test('files of the kernel that dial out or read the file system are named as such', () => {
  const outside = /^(?:undici|node:(?:fs|os|net|tls|dns|dgram|http2?|https|child_process)(?:\/promises)?)$/;
  const reaching = sources.filter(
    ({ file, imports }) => file.startsWith('src/kernel/') && imports.some(({ specifier }) => outside.test(specifier)),
  );
  assert.deepEqual(reaching.map(({ file }) => file).sort(), REACHING);
});

test('every part of src stands in the table, and every imported file exists', () => {
  assert.deepEqual(
    [...new Set(sources.map(({ file }) => partOf(file).part))].filter((part) => !KNOWN.includes(part)),
    [],
  );
  const lost = all.flatMap(({ file, imports }) =>
    imports
      .filter((to) => to.file !== undefined && !existsSync(path.join(ROOT, to.file)))
      .map((to) => `${file} → ${to.file}`),
  );
  assert.deepEqual(lost, []);
});

test('rules are pure: no module of Node, no clock, no promise library', () => {
  const wrong = sources
    .filter(({ file }) => file.includes('/rules/'))
    .flatMap(({ file, imports }) =>
      imports
        .filter(({ specifier, typeOnly }) => !specifier.startsWith('.') && !typeOnly)
        .map(({ specifier }) => `${file} → ${specifier}`),
    );
  assert.deepEqual(wrong, []);
});

test('no ring of files that import each other, types included', () => {
  const importsOf = new Map(
    sources.map(({ file, imports }) => [file, imports.flatMap((to) => (to.file ? [to.file] : []))]),
  );
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): string[] => {
    const at = trail.indexOf(file);
    if (at !== -1) return [[...trail.slice(at), file].join(' → ')];
    if (done.has(file)) return [];
    const rings = (importsOf.get(file) ?? []).flatMap((next) => walk(next, [...trail, file]));
    done.add(file);
    return rings;
  };
  assert.deepEqual(
    [...importsOf.keys()].flatMap((file) => walk(file, [])),
    [],
  );
});

test('no barrels: no file is called index', () => {
  assert.deepEqual(
    all.filter(({ file }) => /\/index\.tsx?$/.test(file)).map(({ file }) => file),
    [],
  );
});

const CLOCK_AND_CHANCE = /^src\/(kernel\/(clock|ids)\.ts|app\.ts|app\/)/;
const TIMERS = ['setTimeout', 'setInterval'];

test('time and chance come from the kernel only', () => {
  const wrong: string[] = [];
  for (const { file, tree, imports } of sources.filter(({ file }) => !CLOCK_AND_CHANCE.test(file))) {
    for (const { specifier } of imports) if (/^node:timers/.test(specifier)) wrong.push(`${file}: ${specifier}`);
    visit(tree, (node) => {
      const text = node.getText(tree);
      const read = ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random|performance\.now)$/.test(text);
      const made =
        ts.isNewExpression(node) && node.expression.getText(tree) === 'Date' && (node.arguments?.length ?? 0) === 0;
      const timer =
        ts.isCallExpression(node) && ts.isIdentifier(node.expression) && TIMERS.includes(node.expression.text);
      if (read || made || timer) wrong.push(`${placeOf(tree, node)}: ${text.split('\n')[0]}`);
    });
  }
  assert.deepEqual(wrong, []);
});

test('a file never passes 400 lines', () => {
  const long = [...all, ...readSources('test')]
    .filter(({ lines }) => lines > 400)
    .map(({ file, lines }) => `${file}: ${lines}`);
  assert.deepEqual(long, []);
});

test('S3: markup is written by components alone: nothing sets raw HTML, and only pages, letters, notices and what channels draw are .tsx', () => {
  const mayBeMarkup =
    /^src\/(doors|web)\/|^src\/[a-z-]+\/letters\/|^src\/registration\/team\/|^src\/channels\/[a-z]+\/render\.tsx$/;
  assert.deepEqual(
    sources.filter(({ file }) => file.endsWith('.tsx') && !mayBeMarkup.test(file)).map(({ file }) => file),
    [],
  );
  const raw = [...all, ...readSources('demo')].filter(({ text }) =>
    /dangerouslySetInnerHTML|\.innerHTML\s*\+?=(?!=)/.test(text),
  );
  assert.deepEqual(
    raw.map(({ file }) => file),
    [],
  );
});

test("Synapse's admin API is named and called in its own folder only", () => {
  const others = sources.filter(({ file }) => !file.startsWith('src/homeserver/synapse/'));
  assert.deepEqual(
    others.filter(({ text }) => text.includes('_synapse')).map(({ file }) => file),
    [],
  );
  // Of the folder's files the rest of Porter knows the one that says what it is.
  const known = others.flatMap(({ file, imports }) =>
    imports.flatMap((to) => (to.file?.startsWith('src/homeserver/synapse/') ? [`${file} → ${to.file}`] : [])),
  );
  assert.deepEqual(known, ['src/app/homeserver/provisioners.ts → src/homeserver/synapse/synapse.ts']);
});

test('the Matrix SDK is loaded in one file, without its native part, and stands once in the tree', () => {
  const users = sources.filter(({ imports }) =>
    imports.some(({ specifier, typeOnly }) => specifier.includes('matrix-bot-sdk') && !typeOnly),
  );
  assert.deepEqual(
    users.map(({ file }) => file),
    ['src/homeserver/sdk.ts'],
  );
  // The package's own index loads the native crypto part, which is not there.
  const loaded = users.flatMap(({ imports }) =>
    imports.filter(({ specifier }) => specifier.includes('matrix-bot-sdk')),
  );
  assert.deepEqual(
    loaded.filter(({ specifier }) => !specifier.startsWith('@vector-im/matrix-bot-sdk/lib/')),
    [],
  );
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const copies = Object.keys(lock.packages).filter((place) => /\/(@vector-im\/)?matrix-bot-sdk$/.test(place));
  assert.deepEqual(copies, ['node_modules/@vector-im/matrix-bot-sdk']);
});
