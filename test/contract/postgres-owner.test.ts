import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import type { Logger } from '../../src/kernel/log.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { connectionTo } from '../../src/storage/dialects/postgres/open.ts';
import { holdOwnerLock } from '../../src/storage/dialects/postgres/owner.ts';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { type FaultProxy, startFaultProxy } from '../support/peers/faults.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { makeTestClock } from '../support/test-clock.ts';

const SECOND = 1_000;

describe('the owner of a PostgreSQL database', needs('postgres'), () => {
  let server: TestPostgres | undefined;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server?.[Symbol.asyncDispose]());

  /** A database, somebody who looks at it, and the lock's holder, whose connection can be cut. */
  async function openRig(through?: FaultProxy) {
    if (server === undefined) throw new Error('PostgreSQL did not start');
    const url = await server.freshDatabase();
    const way = new URL(url);
    if (through !== undefined) {
      through.aim(Number(way.port));
      way.port = String(through.port);
    }
    const config = connectionTo(new Secret(way.href));
    const looker = new pg.Client({ connectionString: url });
    await looker.connect();
    const clock = makeTestClock();
    const errors: string[] = [];
    const log: Logger = { ...silentLog, error: (message) => void errors.push(message) };
    const own = () => holdOwnerLock(config, { clock, log });
    const others = 'from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()';
    return {
      ...{ clock, errors, own },
      connections: async () => (await looker.query(`select pid ${others}`)).rows.length,
      cut: () => looker.query(`select pg_terminate_backend(pid) ${others}`),
      [Symbol.asyncDispose]: () => looker.end(),
    };
  }

  test('D11: that another one has it is said once, until the lock is back', async () => {
    await using rig = await openRig();
    const owner = await rig.own();
    await rig.cut();
    await eventually(() => !owner.holds());
    const second = await rig.own();
    await eventually(async () => {
      await rig.clock.advance(2 * SECOND);
      return rig.errors.length > 0;
    });
    for (let more = 0; more < 20; more += 1) {
      await rig.clock.advance(2 * SECOND);
      await rig.connections();
    }
    assert.equal(rig.errors.length, 1);
    await second.giveUp();
    await eventually(async () => {
      await rig.clock.advance(2 * SECOND);
      return owner.holds();
    });
    await owner.giveUp();
    await eventually(async () => (await rig.connections()) === 0);
  });

  test('D11: it is lost when the server says so, though the end of the connection is still to come; then it is taken again', async () => {
    await using network = await startFaultProxy({ to: { port: undefined }, trouble: { hideEnd: true } });
    await using rig = await openRig(network);
    const owner = await rig.own();
    await rig.cut();
    await eventually(() => !owner.holds());
    await eventually(async () => {
      await rig.clock.advance(2 * SECOND);
      return owner.holds();
    });
    await network.heal();
    await owner.giveUp();
  });

  test('who gives up while the lock is being taken again leaves no connection behind', async () => {
    await using rig = await openRig();
    const owner = await rig.own();
    await rig.cut();
    await eventually(() => !owner.holds());
    await rig.clock.advance(2 * SECOND);
    await owner.giveUp();
    // Time for a connection that is being made.
    for (let look = 0; look < 100; look += 1) await rig.connections();
    assert.equal(owner.holds(), false);
    await eventually(async () => (await rig.connections()) === 0);
  });
});
