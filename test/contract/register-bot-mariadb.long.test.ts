import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readRegisterBot } from '../../src/app/accounts/register-bot.ts';
import { startMariadb, type TestMariadb } from '../support/mariadb.ts';
import { needs } from '../support/needs.ts';
import { expectSamples, sampleStatements } from '../support/register-bot/samples.ts';

describe('the database of matrix-register-bot on a real MariaDB', needs('mariadb'), () => {
  let dir: string;
  let server: TestMariadb;
  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'porter-bot-'));
    server = await startMariadb();
  });
  after(async () => {
    await server?.[Symbol.asyncDispose]();
    await rm(dir, { recursive: true, force: true });
  });

  const configFor = async (more: Readonly<Record<string, unknown>> = {}) => {
    const file = path.join(dir, 'config.json');
    const databaseURI = `mysql:host=127.0.0.1;port=${server.port};dbname=bot`;
    await writeFile(file, JSON.stringify({ databaseURI, databaseUser: 'bot', databasePass: server.password, ...more }));
    return file;
  };

  test('a database without the tables, a wrong password and a server that is away are told in a sentence', async () => {
    await assert.rejects(readRegisterBot(await configFor()), /has no tables of matrix-register-bot/);
    const wrong = readRegisterBot(await configFor({ databasePass: 'canary-wrong' }));
    await assert.rejects(wrong, /does not let Porter in \(wrong user or password\)/);
    const away = readRegisterBot(await configFor({ databaseURI: 'mysql:host=127.0.0.1;port=1;dbname=bot' }));
    await assert.rejects(away, /cannot be reached \(/);
  });

  for (const charset of ['utf8mb4', 'latin1'] as const) {
    test(`everything is read that a bot wrote over a connection that counts as ${charset}`, async () => {
      await server.run(['drop table if exists registrations, logins', ...sampleStatements], charset);
      await expectSamples(await configFor());
    });
  }
});
