import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../../scripts/launch.mjs';

test('the page about trouble says what to do about every finding of porter doctor', () => {
  const folder = path.join(ROOT, 'src', 'app', 'doctor');
  const page = readFileSync(path.join(ROOT, 'docs', 'operate', 'troubleshooting.md'), 'utf8');
  const codes = readdirSync(folder)
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(path.join(folder, file), 'utf8').matchAll(/(?:code: |notKnown\()'([a-z]+\.[a-z0-9-]+)'/g),
    ])
    .map(([, code = '']) => code);
  assert.ok(codes.length > 30, `only ${codes.length} findings`);
  // The page has one row for all that could not be asked.
  const told = (code: string) =>
    page.includes(`\`${code}\``) || /-(?:unknown|not-asked|not-read)$|\.not-(?:asked|read)$/.test(code);
  assert.deepEqual(
    [...new Set(codes)].filter((code) => !told(code)),
    [],
  );
});
