import assert from 'node:assert/strict';
import { chown, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { asNobody, NOBODY, needsRoot } from '../../test/support/as-nobody.ts';
import { emptyFolder } from '../../test/support/installation.ts';
import { whose, writeSecretFiles } from './secret-files.ts';

const secret = (file: string) => ({ file, content: 'canary\n', mode: 0o600 });

test('whose new files are is said, and how to give them away unless the service has them', () => {
  assert.equal(whose(NOBODY, ['/a']), 'It belongs to nobody.');
  assert.equal(whose(NOBODY, ['/a'], NOBODY), 'It belongs to nobody.');
  assert.equal(
    whose(0, ['/a', '/b c']),
    "They belong to root. If Porter runs as another user, such as porter: sudo chown porter /a '/b c'",
  );
  assert.equal(
    whose(54_321, ['/a'], 54_322),
    'It belongs to #54321, and Porter seems to run as #54322: sudo chown 54322 /a',
  );
});

test(
  'somebody who cannot give a file away is told the line for the owner of the configuration',
  needsRoot(),
  async (t) => {
    const folder = await emptyFolder(t);
    const config = path.join(folder, 'config.yaml');
    const file = path.join(folder, 'kuma.token');
    await writeFile(config, '');
    await chown(folder, NOBODY, NOBODY);
    await chown(config, 54_321, 54_321);
    const made = await asNobody(() => writeSecretFiles([secret(file)], config));
    assert.deepEqual(made, {
      ok: true,
      ownership: `It belongs to nobody, and Porter seems to run as #54321: sudo chown 54321 ${file}`,
    });
    await rm(file);
    assert.deepEqual(await writeSecretFiles([secret(file)], config), {
      ok: true,
      ownership: `It belongs to #54321. If Porter runs as another user, such as porter: sudo chown porter ${file}`,
    });
    assert.equal((await stat(file)).uid, 54_321);
    const again = await writeSecretFiles([secret(file)], config);
    assert.equal(again.ok, false);
    assert.equal(await readFile(file, 'utf8'), 'canary\n');
  },
);
