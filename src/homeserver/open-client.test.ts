import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { eventually } from '../../test/support/eventually.ts';
import { type FakeHomeserver, startFakeHomeserver } from '../../test/support/homeserver/fake-homeserver.ts';
import { makeTestClock, type TestClock } from '../../test/support/test-clock.ts';
import { Fault } from '../kernel/fault.ts';
import { makeLog } from '../kernel/log.ts';
import { parseUserId, type UserId } from '../kernel/matrix-id.ts';
import { Secret } from '../kernel/secret.ts';
import type { HomeserverClient } from './client.ts';
import { openHomeserverClient } from './open-client.ts';

const sender = parseUserId('@porter:porter.test') as UserId;
const canary = 'canary-as-token-7f3a';
const whoami = '/_matrix/client/v3/account/whoami';
const device = '/_matrix/client/v3/devices/PORTER';

describe('the homeserver client', () => {
  let fake: FakeHomeserver;
  let client: HomeserverClient;
  let clock: TestClock;
  let lines: string[];
  /** Requests that `faultAfter` has seen. */
  let reached: number;

  beforeEach(async () => {
    reached = 0;
    fake = await startFakeHomeserver();
    clock = makeTestClock();
    lines = [];
    client = await openHomeserverClient({
      ...{ clientUrl: `${fake.url}/`, asToken: new Secret(canary), sender, clock },
      log: makeLog('debug', (line) => void lines.push(line)),
    });
  });
  afterEach(async () => {
    await client[Symbol.asyncDispose]();
    await fake[Symbol.asyncDispose]();
  });

  const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Fault, `no fault: ${inspect(error)}`);
    return error;
  };
  /** Lets requests reach the fake, then moves the clock until the work has an end. */
  const faultAfter = async (work: Promise<unknown>, ms: number): Promise<Fault> => {
    const fault = faultOf(work);
    await eventually(() => fake.calls.length > reached);
    reached = fake.calls.length;
    await clock.advance(ms);
    return await fault;
  };

  test('D12: who closes ends what has no signal of its own, now and later, and nothing else', async () => {
    const closing = new AbortController();
    await using ending = await openHomeserverClient({
      ...{ clientUrl: fake.url, asToken: new Secret(canary), sender, clock, closing: closing.signal },
      log: makeLog('debug', () => {}),
    });
    closing.abort();
    const { code, scope } = await faultOf(ending.call('GET', whoami));
    assert.deepEqual([code, scope], ['homeserver.stopped', 'channel']);
    assert.equal(fake.calls.length, 0);
    await ending.call('GET', whoami, { signal: new AbortController().signal });
    assert.equal(fake.calls.length, 1);
  });

  test('the token is in the header alone, user and device in the query only where they are wanted', async () => {
    await client.call('GET', whoami);
    await client.call('PUT', device, { as: 'sender+device', body: { display_name: 'x' } });
    const [first, second] = fake.calls;
    assert.equal(first?.authorization, `Bearer ${canary}`);
    assert.deepEqual(first?.query, {});
    assert.deepEqual(second?.query, { user_id: sender, device_id: 'PORTER' });
    assert.deepEqual(second?.body, { display_name: 'x' });
  });

  test('N2: a homeserver that never answers is given up at the time limit, and what was changed is unknown', async () => {
    fake.trouble({ hang: true });
    const fault = await faultAfter(client.call('PUT', device), 20_000);
    assert.deepEqual(
      [fault.code, fault.scope, fault.retryable, fault.outcome],
      [...['homeserver.down', 'channel', true, 'unknown']],
    );
    const read = await faultAfter(client.call('GET', whoami), 20_000);
    assert.equal(read.outcome, undefined);
  });

  test('N2: HTML, nothing, a wrong shape and an endless body are faults, and memory stays bounded', async () => {
    for (const body of ['<html>Bad gateway</html>', '', '[]', '7']) {
      fake.heal();
      fake.trouble({ answer: { status: 200, body } });
      assert.equal((await faultOf(client.call('GET', whoami))).code, 'homeserver.unreadable');
    }
    fake.heal();
    fake.trouble({ endless: true });
    assert.equal((await faultOf(client.call('GET', whoami))).code, 'homeserver.down');
  });

  test('N2: after five failures nobody is sent there until the pause is over', async () => {
    fake.trouble({ answer: { status: 502, body: '<html>' } });
    for (let i = 0; i < 5; i += 1) await faultOf(client.call('GET', whoami));
    const fault = await faultOf(client.call('GET', whoami));
    assert.equal(fake.calls.length, 5);
    assert.deepEqual([fault.code, fault.afterMs], ['homeserver.down', 1_000]);
    fake.heal();
    await clock.advance(1_000);
    await client.call('GET', whoami);
  });

  test('that another homeserver failed, or does not answer ours, is a response and no outage of ours', async () => {
    const told: string[] = [];
    client.onTrouble((fault) => void told.push(fault.code));
    const ask = () =>
      client.ask('GET', '/_matrix/client/v3/directory/room/%23a%3Aelsewhere.test', { returnElsewhere: true });
    fake.trouble({ answer: { status: 502, body: { errcode: 'M_UNKNOWN', error: 'Failed to fetch alias' } } });
    for (let i = 0; i < 6; i += 1) assert.equal((await ask()).status, 502);
    fake.heal();
    fake.trouble({ hang: true });
    reached = fake.calls.length;
    const hanging = ask();
    await eventually(() => fake.calls.length > reached);
    await clock.advance(20_000);
    assert.equal((await hanging).status, 504);
    assert.deepEqual(told, []);
    fake.heal();
    await client.call('GET', whoami);
    // A proxy before ours that cannot reach it.
    fake.trouble({ answer: { status: 502, body: '<html>' } });
    assert.equal((await faultOf(ask())).code, 'homeserver.down');
    assert.deepEqual(told, ['homeserver.down']);
  });

  test('a kept connection that was closed: reading is repeated at once, changing is a fault', async () => {
    await client.call('GET', whoami);
    fake.trouble({ on: 'GET', cut: 'before', times: 1 });
    await client.call('GET', whoami);
    fake.trouble({ on: 'PUT', cut: 'after', times: 1 });
    const fault = await faultOf(client.call('PUT', device));
    assert.deepEqual([fault.code, fault.retryable, fault.outcome], ['homeserver.down', true, 'unknown']);
    assert.ok(fake.state.devices.has('PORTER'), 'it did happen');
  });

  test('a refused connection changed nothing', async () => {
    await fake[Symbol.asyncDispose]();
    const fault = await faultOf(client.call('PUT', device));
    assert.deepEqual([fault.code, fault.outcome], ['homeserver.down', undefined]);
    fake = await startFakeHomeserver();
  });

  test('a caller who stops is obeyed', async () => {
    fake.trouble({ hang: true });
    const stop = new AbortController();
    const fault = faultOf(client.call('GET', whoami, { signal: stop.signal }));
    stop.abort();
    assert.equal((await fault).code, 'homeserver.stopped');
  });

  test('N3: the wait of a 429 is handed on', async () => {
    fake.trouble({ answer: { status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 2_100 } } });
    const fault = await faultOf(client.call('GET', whoami));
    assert.deepEqual([fault.code, fault.afterMs, fault.scope], ['homeserver.rate-limited', 2_100, 'person']);
  });

  test('several requests that meet a 500 mean that the homeserver is ill; one alone does not', async () => {
    fake.trouble({ answer: { status: 500, body: { errcode: 'M_UNKNOWN', error: 'Internal server error' } } });
    const scopes: string[] = [];
    for (const path of [whoami, whoami, whoami, device, '/_matrix/client/versions']) {
      scopes.push((await faultOf(client.call('GET', path))).scope);
    }
    assert.deepEqual(scopes, ['message', 'message', 'message', 'message', 'channel']);
  });

  test('paths of the admin API go to its own listener, all others to the client API', async () => {
    await using other = await startFakeHomeserver();
    await using both = await openHomeserverClient({
      ...{ clientUrl: fake.url, adminApi: { prefix: '/_admin', url: `${other.url}/` } },
      ...{ asToken: new Secret(canary), sender, clock, log: makeLog('error', () => undefined) },
    });
    assert.match((await faultOf(both.ask('GET', '/_admin/users'))).remedy ?? '', /hides \/_admin/);
    await both.call('GET', whoami);
    assert.deepEqual(
      [fake.calls, other.calls].map((calls) => calls.map(({ path }) => path)),
      [[whoami], ['/_admin/users']],
    );
  });

  test('whoever listens is told what concerns the homeserver as a whole', async () => {
    const told: string[] = [];
    const end = client.onTrouble((fault) => void told.push(fault.code));
    fake.trouble({ answer: { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN' } }, times: 2 });
    await faultOf(client.call('GET', whoami));
    end();
    await faultOf(client.call('GET', whoami));
    assert.deepEqual(told, ['homeserver.token-refused']);
  });

  test('L3: no token, address or name is in a fault or a log line, whatever went wrong', async () => {
    const path = `/_synapse/admin/v2/users/${encodeURIComponent('@canary-person:porter.test')}`;
    const echo = { errcode: `M_${canary}`, error: `token ${canary} of canary-person@example.org` };
    const answers = [
      ...[
        { status: 200, body: `<html>${canary}` },
        { status: 401, body: { ...echo, errcode: 'M_UNKNOWN_TOKEN' } },
      ],
      ...[
        { status: 400, body: echo },
        { status: 500, body: echo },
        { status: 502, body: canary },
        { status: 404, body: echo },
      ],
    ];
    const seen: unknown[] = [];
    for (const answer of answers) {
      fake.heal();
      fake.trouble({ answer });
      seen.push(await faultOf(client.call('PUT', path, { body: { password: 'canary-password' } })));
    }
    fake.heal();
    fake.trouble({ cut: 'before' });
    seen.push(await faultOf(client.call('PUT', path, { body: { password: 'canary-password' } })));
    const log = makeLog('debug', (line) => void lines.push(line));
    for (const fault of seen) log.error('it failed', { fault });
    const all = [
      ...lines,
      ...seen.flatMap((fault) => [inspect(fault, { depth: 9 }), String(fault), JSON.stringify(fault)]),
    ].join('\n');
    assert.equal(all.match(/canary-[\w-]+/)?.[0], undefined);
  });
});
