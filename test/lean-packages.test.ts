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

test('what hearing on Discord needs is loaded when somebody is heard there', () => {
  const users = readSources('src').flatMap(({ file, text, imports }) =>
    imports
      .filter(({ specifier, typeOnly }) => specifier === '@discordjs/ws' && !typeOnly)
      .map(({ specifier }) => `${file}${text.includes(`await import('${specifier}')`) ? ', when needed' : ''}`),
  );
  assert.deepEqual(users, ['src/channels/discord/gateway.ts, when needed']);
});

test('what mail as a way in needs is loaded only where it is configured', () => {
  const packages = ['smtp-server', 'postal-mime', 'html-to-text'];
  const folder = 'src/doors/intake/smtp/';
  const sources = readSources('src').filter(({ file }) => !file.endsWith('.test.ts'));
  const users = sources.filter(({ imports }) => imports.some(({ specifier }) => packages.includes(specifier)));
  assert.deepEqual(
    users.filter(({ file }) => !file.startsWith(folder)).map(({ file }) => file),
    [],
  );
  assert.ok(users.length > 0, 'the test finds them');
  const ways = sources
    .filter(({ file }) => !file.startsWith(folder))
    .flatMap(({ file, text, imports }) =>
      imports
        // The certificate is read without them, by `porter check`.
        .filter(({ file: to, typeOnly }) => to?.startsWith(folder) && to !== `${folder}certificate.ts` && !typeOnly)
        .map(({ specifier }) => `${file}${text.includes(`await import('${specifier}')`) ? ', when needed' : ''}`),
    );
  assert.deepEqual(ways, [
    'src/app/notifications/open-notifications.ts, when needed',
    // A message that is HTML alone.
    'src/doors/intake/matrix/message.ts, when needed',
  ]);
});
