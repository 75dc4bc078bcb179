import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder } from '../../test/support/installation.ts';
import { getPart, needs } from '../../test/support/needs.ts';
import { runPorterCommand } from '../../test/support/porter-command.ts';
import { startPostgres } from '../../test/support/postgres.ts';

test(
  'D9: after pg_restore Porter does nothing until restore --database-restored has run, and then goes on',
  needs('postgres'),
  async (t) => {
    const cwd = await emptyFolder(t);
    await using server = await startPostgres();
    const url = await server.freshDatabase();
    const porter = (...args: readonly string[]) => runPorterCommand(args, { cwd, input: `${url}\n` });
    const made = await porter('init', '--yes', '--dir', '.', '--server-name', 'porter.test', '--postgres-file', '-');
    assert.equal(made.code, 0, made.stderr);
    assert.equal((await porter('migrate')).code, 0);

    const tool = (name: string, ...args: readonly string[]) =>
      execFileSync(path.join(getPart('postgres'), name), args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const dump = path.join(cwd, 'porter.dump');
    tool('pg_dump', '--format=custom', `--file=${dump}`, url);
    tool('pg_restore', '--clean', '--if-exists', '--no-owner', `--dbname=${url}`, dump);

    const refused = await porter('migrate');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /put back from a dump, or copied.* First: porter restore --database-restored$/m);
    const corrected = await porter('restore', '--database-restored');
    assert.equal(corrected.code, 0, corrected.stderr);
    assert.match(
      corrected.stdout,
      /^The database that was put back is corrected\.\nLinks and codes that were mailed before are void/,
    );
    assert.equal((await porter('migrate')).code, 0);
  },
);
