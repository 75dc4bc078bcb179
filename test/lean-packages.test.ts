import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { readSources } from './support/source-files.ts';

// The bundler refuses a static import of a name that is not there; an import at run time gets `undefined` in the release alone.
test('what the sources import from undici at run time is in the part of it that the release has', async () => {
  const lean = await readFile(new URL('../scripts/lean/undici.mjs', import.meta.url), 'utf8');
  const exported = [...lean.matchAll(/^export (?:function (\w+)|\{([^}]+)\})/gm)].flatMap(([, name, list]) =>
    (name ?? list ?? '').split(',').map((word) => word.trim()),
  );
  const imported = readSources('src').flatMap(({ text }) =>
    [...text.matchAll(/const \{([^}]+)\} = await import\('undici'\)/g)].flatMap(([, list = '']) =>
      list.split(',').map((word) => word.trim()),
    ),
  );
  assert.ok(imported.includes('request'), 'the test finds such imports');
  assert.deepEqual(
    imported.filter((name) => !exported.includes(name)),
    [],
  );
});
