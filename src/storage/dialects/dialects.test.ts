import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSources } from '../../../test/support/source-files.ts';

test('no code outside this folder asks which database it has', () => {
  const others = readSources('src').filter(
    // The database of another program, which is read once, may be on any server.
    ({ file }) => !/^src\/storage\/(dialects|register-bot)\//.test(file) && !file.endsWith('.test.ts'),
  );
  const asking = others.filter(({ text }) =>
    /\bkind\s*(===|!==)\s*'(sqlite|postgres)'|case '(sqlite|postgres)'/.test(text),
  );
  const reaching = others.filter(({ imports }) =>
    imports.some(({ file, specifier }) => /^src\/storage\/dialects\/[a-z]+\//.test(file ?? '') || specifier === 'pg'),
  );
  assert.deepEqual(
    [...asking, ...reaching].map(({ file }) => file),
    [],
  );
});
