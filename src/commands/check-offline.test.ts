import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { configFolder, minimal } from '../../test/support/config-files.ts';
import { freePort } from '../../test/support/free-port.ts';
import { runPorterCommand } from '../../test/support/porter-command.ts';
import { makeIds } from '../kernel/ids.ts';
import { newKeyLine } from '../security/key-ring.ts';

test('check names a PostgreSQL that is away with the next step, and a question in it keeps its own mark', async (t) => {
  const port = await freePort();
  const lines = minimal
    .split('\n')
    .map((line) =>
      line.startsWith('storage:')
        ? `storage: { postgres: "postgres://porter:canary@127.0.0.1:${port}/porter" }`
        : line.startsWith('registration:')
          ? 'registration: { room: "#team:porter.test", admin: "@anna:porter.tes" }'
          : line,
    );
  const { folder, file } = await configFolder(t, { config: lines.join('\n'), configMode: 0o600 });
  const key = `${newKeyLine(
    makeIds(() => 0),
    'k1',
  )}\n`;
  await writeFile(path.join(folder, 'data', 'porter.key'), key, { mode: 0o600 });
  const { code, stdout, stderr } = await runPorterCommand(['check', '--offline', '--config', file], { cwd: folder });
  assert.equal(code, 3, stdout + stderr);
  assert.match(
    stdout,
    new RegExp(
      `PostgreSQL at 127\\.0\\.0\\.1:${port} does not answer \\(connection refused\\)\\.\\n +→ Start it, or correct storage\\.postgres\\.`,
    ),
  );
  assert.match(stdout, /→ Did you mean "@anna:porter\.test"\?$/m);
  assert.doesNotMatch(stdout + stderr, /canary|sentence before/);
});
