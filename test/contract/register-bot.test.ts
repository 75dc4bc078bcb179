import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { readRegisterBot } from '../../src/app/accounts/register-bot.ts';
import { freePort } from '../support/free-port.ts';
import { needs } from '../support/needs.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { expectSamples, sampleStatements } from '../support/register-bot/samples.ts';

let dir: string;
before(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'porter-bot-'));
});
after(() => rm(dir, { recursive: true, force: true }));

const writeConfig = async (config: Readonly<Record<string, unknown>>) => {
  const file = path.join(dir, 'config.json');
  await writeFile(file, JSON.stringify(config, null, 4));
  return file;
};

describe('the database of matrix-register-bot, by its config.json', () => {
  test('a SQLite file, whose path may count from the folder of the configuration', async () => {
    const db = new Sqlite(path.join(dir, 'db_file.sqlite'));
    for (const sql of sampleStatements) db.exec(sql);
    db.close();
    await expectSamples(await writeConfig({ databaseURI: `sqlite:${dir}/db_file.sqlite` }));
    await expectSamples(
      await writeConfig({ databaseURI: 'sqlite:db_file.sqlite', databaseUser: '', databasePass: '' }),
    );
  });

  test('a file that is no configuration is told in a sentence', async () => {
    for (const [config, sentence] of [
      [{}, /has no databaseURI/],
      [{ databaseURI: 'oci:x' }, /begins with none of/],
      [{ databaseURI: 'pgsql:host=127.0.0.1' }, /names no database/],
    ] as const)
      assert.match(String(await readRegisterBot(await writeConfig(config))), sentence);
    await assert.rejects(readRegisterBot(await writeConfig({ databaseURI: 'sqlite:gone.sqlite' })), /gone\.sqlite/);
  });
});

describe('on a real PostgreSQL', needs('postgres'), () => {
  let server: TestPostgres;
  before(async () => {
    // The bot keeps times without a zone, in that of the server.
    server = await startPostgres({ settings: { timezone: 'Asia/Kathmandu' } });
  });
  after(() => server?.[Symbol.asyncDispose]());

  /** @param more of the configuration */
  async function configFor(url: URL, more: Readonly<Record<string, unknown>> = {}) {
    const databaseURI = `pgsql:host=${url.hostname};port=${url.port};dbname=${url.pathname.slice(1)}`;
    const [databaseUser, databasePass] = [url.username, url.password].map(decodeURIComponent);
    return writeConfig({ databaseURI, databaseUser, databasePass, ...more });
  }

  test('everything is read, and nothing can be written', async () => {
    const url = new URL(await server.freshDatabase());
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    for (const sql of sampleStatements) await client.query(sql);
    await client.end();
    await expectSamples(await configFor(url));
    const wrong = readRegisterBot(await configFor(url, { databasePass: 'canary-wrong' }));
    await assert.rejects(wrong, /does not let Porter in \(wrong user or password\)/);
  });

  test('a database without the tables, and a server that is away, are told in a sentence', async () => {
    const url = new URL(await server.freshDatabase());
    await assert.rejects(readRegisterBot(await configFor(url)), /has no tables of matrix-register-bot/);
    url.port = String(await freePort());
    await assert.rejects(readRegisterBot(await configFor(url)), /cannot be reached \(/);
  });
});
