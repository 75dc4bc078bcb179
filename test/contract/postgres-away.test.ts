import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { freePort } from '../support/free-port.ts';
import { needs as needsPart } from '../support/needs.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const needs = { clock: systemClock, ids: makeIds(Date.now), log: silentLog };

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | undefined;
}

/** What opening says. It never holds the password. */
async function refused(url: string): Promise<Refusal> {
  const place = { kind: 'postgres', url: new Secret(url) } as const;
  const error = await openStorage(place, { ...needs, owner: true }).then(
    () => assert.fail('it opened'),
    (thrown: unknown) => thrown as Error & Refusal,
  );
  assert.equal(error.name, 'StorageRefusal', String(error));
  assert.doesNotMatch(`${error.message} ${error.remedy} ${JSON.stringify(error)}`, /canary/);
  return { code: error.code, message: error.message, remedy: error.remedy };
}

test('a PostgreSQL that does not answer is named with host, port and reason, without its password', async () => {
  const port = await freePort();
  assert.deepEqual(await refused(`postgres://porter:canary-1@127.0.0.1:${port}/none`), {
    code: 'unreachable',
    message: `PostgreSQL at 127.0.0.1:${port} does not answer (connection refused).`,
    remedy: 'Start it, or correct storage.postgres.',
  });
  const file = await refused(`postgres://porter:canary-1@127.0.0.1:${port}/none?sslrootcert=/nowhere/ca.pem`);
  assert.match(
    file.message,
    /^PostgreSQL cannot be asked: the file \/nowhere\/ca\.pem cannot be read: it does not exist\.$/,
  );
  assert.match(file.remedy ?? '', /sslrootcert/);
  const socket = await refused('postgres:///none?host=/nowhere/run&user=porter');
  assert.equal(socket.message, 'PostgreSQL at /nowhere/run does not answer (there is no such socket).');
});

describe('a PostgreSQL that answers and refuses', needsPart('postgres'), () => {
  let server: TestPostgres;
  before(async () => {
    server = await startPostgres();
    await server.start();
  });
  after(() => server?.[Symbol.asyncDispose]());

  test('a wrong password and a database that is not there are said as such', async () => {
    const good = await server.freshDatabase();
    const wrong = new URL(good);
    wrong.password = 'canary-wrong';
    const at = `PostgreSQL at 127.0.0.1:${server.port}`;
    const remedy = "Look at storage.postgres in the configuration and at the server's log.";
    assert.deepEqual(await refused(wrong.href), {
      ...{ code: 'unreachable', message: `${at} does not let Porter in (wrong user or password).`, remedy },
    });
    const none = new URL(good);
    none.pathname = '/none';
    assert.equal((await refused(none.href)).message, `${at} does not let Porter in (there is no such database).`);
    const safe = new URL(good);
    safe.searchParams.set('sslmode', 'verify-full');
    const unsafe = await refused(safe.href);
    assert.equal(unsafe.message, `${at} cannot be reached safely: it offers no TLS.`);
    assert.match(unsafe.remedy ?? '', /ssl = on/);
  });
});
