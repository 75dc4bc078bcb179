import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type FakeHomeserver, startFakeHomeserver } from '../../../test/support/homeserver/fake-homeserver.ts';
import { makeMemoryStore } from '../../../test/support/memory-store.ts';
import { makeTestClock, type TestClock } from '../../../test/support/test-clock.ts';
import type { HomeserverClient } from '../../homeserver/client.ts';
import { makeSenderDevice } from '../../homeserver/device.ts';
import { makeInstanceStep } from '../../homeserver/instance-step.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import { homeserverSteps } from '../../homeserver/steps.ts';
import { synapse } from '../../homeserver/synapse/synapse.ts';
import { teamRoomSteps } from '../../homeserver/team-room/steps.ts';
import type { RoomTrouble, StopReason } from '../../homeserver/team-room/team-room.ts';
import { HOUR, MINUTE, SECOND } from '../../kernel/clock.ts';
import { silentLog } from '../../kernel/log.ts';
import { parseRoomAlias, parseUserId, type RoomAlias, type UserId } from '../../kernel/matrix-id.ts';
import { Secret } from '../../kernel/secret.ts';
import { openSteps, type Steps } from '../steps/watch-steps.ts';

const sender = parseUserId('@porter:porter.test') as UserId;

const appeared = { on: 'auth_metadata', answer: { status: 200, body: { issuer: 'https://mas' } } } as const;

describe('the steps of homeserver and team room, by the clock', () => {
  let fake: FakeHomeserver;
  let client: HomeserverClient;
  /** Requests under way. */
  let asking = 0;
  let clock: TestClock;
  let steps: Steps;
  let room: { trouble: RoomTrouble | undefined; stopped: StopReason | undefined };
  const memory = makeMemoryStore();

  const open = async () => {
    const needs = {
      client,
      urls: { client: fake.url, admin: fake.url },
      registration: { id: 'porter', url: 'http://127.0.0.1:1', reserves: () => true },
      listen: '127.0.0.1:1',
      faults: synapse.faults,
    };
    const { directory } = synapse.open({ client, log: silentLog });
    const keeper = { enter: async () => room.trouble, stopped: async () => room.stopped };
    const teamRoom = teamRoomSteps({
      ...{ ...needs, directory, keeper, room: parseRoomAlias('#team:porter.test') as RoomAlias },
      ...{
        encryptedRoom: 'allow',
        voters: { kind: 'everyone-local' },
        log: silentLog,
        known: async () => ({ remembered: undefined, entering: undefined }),
      },
    });
    const homeserver = homeserverSteps(needs, {
      provisioner: synapse.steps(needs),
      device: makeSenderDevice({ client, memory, clock }),
      displayName: 'Porter',
      instance: makeInstanceStep(needs, { id: 'one', takeOver: false, isEmpty: async () => false }).step,
    });
    const groups = [
      { name: 'homeserver', steps: homeserver },
      { name: 'team-room', after: 'homeserver', steps: teamRoom.steps },
    ];
    const opened = await openSteps({ groups, memory, clock, log: silentLog });
    client.onTrouble(({ code }) => {
      if (code !== 'homeserver.unrecognized') opened.faultMet('homeserver');
    });
    return opened;
  };
  /** Moves the clock in steps, letting requests over real sockets come back in between. */
  const pass = async (ms: number, step = SECOND) => {
    for (let gone = 0; gone < ms; gone += step) {
      await clock.advance(step);
      // The clock must not run on while a request is under way: it would count as one that took too long.
      for (let quiet = 0; quiet < 3; quiet = asking === 0 ? quiet + 1 : 0) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  };
  const until = async (fits: () => boolean) => {
    for (let i = 0; i < 10_000 && !fits(); i += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.ok(fits());
  };
  const asked = (part: string) => fake.calls.filter(({ path }) => path.includes(part)).length;

  beforeEach(async () => {
    memory.known.clear();
    room = { trouble: undefined, stopped: undefined };
    fake = await startFakeHomeserver();
    clock = makeTestClock();
    const opened = await openHomeserverClient({
      clientUrl: fake.url,
      adminApi: synapse.adminApi(fake.url),
      asToken: new Secret('t'),
      sender,
      clock,
      log: silentLog,
    });
    asking = 0;
    const counted = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
      asking += 1;
      return await answer.finally(() => {
        asking -= 1;
      });
    };
    client = {
      ...opened,
      ask: (...asked) => counted(opened.ask(...asked)),
      call: (...asked) => counted(opened.call(...asked)),
    };
    steps = await open();
  });
  afterEach(async () => {
    await steps.stop();
    await client[Symbol.asyncDispose]();
    await fake[Symbol.asyncDispose]();
  });

  test('MAS is looked for at the start and every hour, and shuts the door when it appears', async () => {
    steps.start();
    await until(() => steps.state().ready);
    assert.equal(asked('auth_metadata'), 1);
    await pass(50 * MINUTE, MINUTE);
    assert.equal(asked('auth_metadata'), 1);
    fake.trouble(appeared);
    await pass(15 * MINUTE, MINUTE);
    await until(() => steps.state().next?.code === 'homeserver.mas');
    assert.equal(steps.isOpen('team-room'), false);
    assert.equal((await open()).isOpen('team-room'), false);
    fake.heal();
    await pass(2 * MINUTE, 10 * SECOND);
    await until(() => steps.isOpen('team-room'));
  });

  test('MAS that appears with a restart of the homeserver is found at once, and not forgotten over another', async () => {
    steps.start();
    await until(() => steps.state().ready);
    for (let restarts = 0; restarts < 2; restarts += 1) {
      fake.trouble({ answer: { status: 502, body: '' } });
      await pass(3 * MINUTE, 10 * SECOND);
      await until(() => steps.state().next?.code === 'homeserver.down');
      fake.heal();
      fake.trouble(appeared);
      await pass(3 * MINUTE, 10 * SECOND);
      await until(() => steps.state().next?.code === 'homeserver.mas');
      assert.equal(steps.isOpen('team-room'), false);
    }
  });

  test('looks again after 2 s, then less and less often, at most every minute', async () => {
    room.trouble = { code: 'not-invited', detail: '!team' };
    const whoami = () => asked('whoami');
    let seen = steps.state();
    /** Until one more look is over and the watch sleeps: a look makes a new state, what follows is a few microtasks. */
    const looked = async () => {
      await until(() => steps.state() !== seen);
      seen = steps.state();
      await new Promise((resolve) => setImmediate(resolve));
    };
    steps.start();
    await looked();
    assert.equal(whoami(), 1);
    await pass(2 * SECOND);
    await looked();
    await pass(3 * SECOND);
    assert.equal(whoami(), 2);
    await pass(SECOND);
    await looked();
    assert.equal(whoami(), 3);
    await pass(HOUR / 4, 5 * SECOND);
    assert.ok(whoami() < 25, `${whoami()}`);
    room.trouble = undefined;
    await pass(3 * MINUTE, 5 * SECOND);
    await until(() => steps.state().ready);
  });

  test('after an invitation it looks at once, also when a look runs just then', async () => {
    room.trouble = { code: 'not-invited', detail: '!team' };
    steps.start();
    steps.lookSoon();
    await until(() => asked('whoami') === 2);
    await pass(20 * SECOND, SECOND);
    const before = asked('whoami');
    room.trouble = undefined;
    steps.lookSoon();
    await until(() => steps.state().ready);
    assert.equal(asked('whoami'), before + 1);
  });

  test('a step that was taken is seen soon, however long the one before took', async () => {
    room.trouble = { code: 'not-invited', detail: '!team' };
    steps.start();
    await until(() => steps.state().next?.code === 'team-room.not-invited');
    await pass(10 * MINUTE, SECOND);
    room.trouble = undefined;
    room.stopped = 'room-public';
    for (let s = 0; s < 60 && steps.state().next?.code !== 'team-room.room-public'; s += 1) await pass(SECOND);
    room.stopped = undefined;
    await pass(3 * SECOND, SECOND);
    await until(() => steps.state().ready);
  });

  test('a fault that somebody meets is looked into at once', async () => {
    steps.start();
    await until(() => steps.state().ready);
    fake.trouble({ answer: { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN' } } });
    await client.call('GET', '/_matrix/client/v3/account/whoami').catch(() => undefined);
    await until(() => steps.state().next?.code === 'homeserver.token-refused');
    assert.equal(steps.isOpen('team-room'), false);
  });

  test('a room that stopped decisions shuts the door and says what to do; the steps behind are not looked at', async () => {
    room.stopped = 'room-public';
    const state = await steps.look();
    assert.equal(state.next?.code, 'team-room.room-public');
    assert.deepEqual(
      state.steps.map(({ state: is }) => is),
      [...Array.from({ length: 12 }, () => 'right'), 'trouble'],
    );
    assert.equal(steps.isOpen('team-room'), false);
  });

  test('a homeserver that was never there leaves the door shut, one that went away leaves it open', async () => {
    fake.trouble({ answer: { status: 502, body: '' } });
    assert.equal((await steps.look()).next?.code, 'homeserver.down');
    assert.equal(steps.isOpen('team-room'), false);
    fake.heal();
    await pass(35 * SECOND, 5 * SECOND);
    assert.equal((await steps.look()).ready, true);
    fake.trouble({ answer: { status: 502, body: '' } });
    assert.equal((await steps.look()).ready, false);
    assert.equal(steps.isOpen('team-room'), true);
  });
});
