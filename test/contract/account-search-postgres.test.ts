import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { checkDatabase } from '../../src/app/check/check-database.ts';
import { parseConfig } from '../../src/app/load-config.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { add, search } from '../support/find-names.ts';
import { needs } from '../support/needs.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

describe('a PostgreSQL that has no pg_trgm for this user', needs('postgres'), () => {
  let server: TestPostgres | undefined;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server?.[Symbol.asyncDispose]());

  test('finds the beginnings of words, and inside of them from the start on after somebody created the extension', async () => {
    assert.ok(server);
    const url = await server.freshDatabase();
    await using admin = await connect(url);
    await admin.query("create role guest login password 'canary-guest'; grant all on schema public to guest");
    const guest = new URL(url);
    guest.username = 'guest';
    guest.password = 'canary-guest';
    const open = () =>
      openStorage(
        { kind: 'postgres', url: new Secret(guest.href) },
        { clock: systemClock, ids: makeIds(systemClock.now), log: silentLog, owner: true },
      );
    for (const _start of [1, 2]) {
      await using storage = await open();
      assert.equal(storage.accounts.searchReach, 'beginnings');
      if (_start === 1) {
        await add(storage, 'lena', 'Lena Örtiz');
        await add(storage, 'brien', "Conor O'Brien");
        await add(storage, '...', '🦊');
        await add(storage, 'tanaka', '田中太郎');
        await add(storage, 'shy', 'Lena', { findableByName: false });
      }
      for (const [term, found] of [
        ['ORT', ['lena']],
        ['ort l', ['lena']],
        ['o', ['brien', 'lena']],
        ['tiz', []],
        ['田', ['tanaka']],
      ] as const)
        assert.deepEqual(await search(storage, term), found, term);
      for (const word of ["'", "le'na", '\\', 'a:*', '!x', '('])
        assert.deepEqual(await storage.accounts.searchNames([word], 9), [], word);
    }
    const runtime = { clock: systemClock, ids: makeIds(systemClock.now), log: silentLog };
    const text = `accounts: { store: local, serverName: example.org }\nstorage: { postgres: "${guest.href}" }\n`;
    const { config } = parseConfig('/etc/porter/config.yaml', text, 0o600, {});
    assert.ok(config);
    const check = async () =>
      (await checkDatabase({ ok: true, config, registrationFile: undefined, warnings: [] }, runtime)).map(
        ({ code, remedy }) => [code, remedy],
      );
    const fine = [undefined, undefined];
    assert.deepEqual(await check(), [
      fine,
      ['accounts.search-reach', 'As an administrator of that database: create extension pg_trgm; then restart Porter.'],
    ]);
    await admin.query('create extension pg_trgm');
    await using storage = await open();
    assert.deepEqual(await check(), [fine]);
    assert.equal(storage.accounts.searchReach, 'inside');
    assert.deepEqual(await search(storage, 'tiz'), ['lena']);
  });
});

async function connect(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return { query: (text: string) => client.query(text), [Symbol.asyncDispose]: () => client.end() };
}
