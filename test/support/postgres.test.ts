import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import { needs } from './needs.ts';
import { startPostgres } from './postgres.ts';

async function ask(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the real PostgreSQL of a test', needs('postgres'), () => {
  test('every suite gets an empty database, and data survives a crash of the server', async () => {
    await using postgres = await startPostgres();
    const [one, two] = [await postgres.freshDatabase(), await postgres.freshDatabase()];
    await ask(one, 'CREATE TABLE kept (n integer)');
    await ask(one, 'INSERT INTO kept VALUES (7)');
    await assert.rejects(ask(two, 'SELECT n FROM kept'), { code: '42P01' });
    await postgres.kill();
    await assert.rejects(ask(one, 'SELECT 1'), { code: 'ECONNREFUSED' });
    await postgres.start();
    assert.deepEqual(await ask(one, 'SELECT n FROM kept'), [{ n: 7 }]);
  });
});
