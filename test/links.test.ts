import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../scripts/launch.mjs';

const { files: packed } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  readonly files: readonly string[];
};

/** Pages that come with the package, by their path from the root. */
const pages = packed.flatMap((name) => {
  if (name.endsWith('.md')) return [name];
  if (!existsSync(path.join(ROOT, name)) || !statSync(path.join(ROOT, name)).isDirectory()) return [];
  const below = readdirSync(path.join(ROOT, name), { recursive: true, encoding: 'utf8' });
  return below.filter((file) => file.endsWith('.md')).map((file) => path.posix.join(name, file));
});

/** Without code, in which brackets mean something else. */
const textOf = (page: string) =>
  readFileSync(path.join(ROOT, page), 'utf8')
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''));

/** The names under which a heading is linked to, as GitHub makes them. */
function anchorsIn(page: string): ReadonlySet<string> {
  const headings = [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return new Set(headings);
}

const isPacked = (file: string) => packed.some((name) => file === name || file.startsWith(`${name}/`));

test('every link of a page that comes with the package leads to something in the package, and to a heading that is there', () => {
  assert.ok(pages.length > 30, 'the pages were found');
  const wrong = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      if (/^[a-z]+:/.test(link)) return [];
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
      if (!isPacked(target) || !existsSync(path.join(ROOT, target))) return [`${page}: ${link} is not there`];
      if (anchor !== undefined && target.endsWith('.md') && !anchorsIn(target).has(anchor))
        return [`${page}: no heading ${link}`];
      return [];
    }),
  );
  assert.deepEqual(wrong, []);
});
