import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { freePort } from '../../test/support/free-port.ts';
import { needs } from '../../test/support/needs.ts';
import { runPorterCommand } from '../../test/support/porter-command.ts';
import { startPostgres } from '../../test/support/postgres.ts';

describe('while PostgreSQL is down', needs('postgres'), () => {
  test('check and serve end with 3 and name the setting, and no word of the password', async (t) => {
    const cwd = await mkdtemp(path.join(tmpdir(), 'porter-database-down-'));
    t.after(() => rm(cwd, { recursive: true }));
    await using postgres = await startPostgres();
    await writeFile(path.join(cwd, 'database-url'), await postgres.freshDatabase(), { mode: 0o600 });
    await writeFile(path.join(cwd, 'jitsi.secret'), '0123456789abcdef'.repeat(4), { mode: 0o600 });
    await writeFile(path.join(cwd, 'game.token'), 'fedcba9876543210'.repeat(4), { mode: 0o600 });
    await writeFile(
      path.join(cwd, 'config.yaml'),
      `storage: { postgres: { file: database-url } }
meetings:
  url: https://meet.example.org
  domain: meet.jitsi
  appId: porter
  secret: { file: jitsi.secret }
  tcp: { inbound: "127.0.0.1:${await freePort()}", secret: { file: game.token } }
`,
    );
    const porter = (...args: readonly string[]) => runPorterCommand([...args, '--config', 'config.yaml'], { cwd });
    assert.equal((await porter('migrate')).code, 0);
    await postgres.stop();
    for (const args of [['check', '--offline'], ['serve']]) {
      const { code, stdout, stderr } = await porter(...args);
      const said = stdout + stderr;
      assert.equal(code, 3, said);
      assert.match(said, /PostgreSQL at \S+:\d+ does not answer \(connection refused\)\.[\s\S]*storage\.postgres/);
      assert.ok(!said.includes(postgres.password));
    }
  });
});
