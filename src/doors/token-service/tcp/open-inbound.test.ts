import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventually } from '../../../../test/support/eventually.ts';
import {
  connectJitsiConsumer,
  NONSENSE,
  oversizeFrame,
  skotosFrame,
} from '../../../../test/support/peers/jitsi-consumer.ts';
import { makeTestClock } from '../../../../test/support/test-clock.ts';
import { openTestInbound, realIssueToken } from '../../../../test/support/token-door.ts';
import { MINUTE, SECOND } from '../../../kernel/clock.ts';
import { Fault } from '../../../kernel/fault.ts';
import { type LogFields, silentLog } from '../../../kernel/log.ts';
import { Secret } from '../../../kernel/secret.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const frames = (count: number) =>
  Buffer.concat(Array.from({ length: count }, (_, n) => skotosFrame('Ada', 'lobby', n)));

/** Many bare sockets; closed with the stack. */
async function crowd(port: number, count: number): Promise<Socket[] & AsyncDisposable> {
  const sockets = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      await once(socket, 'connect');
      // An end that nobody reads is not seen.
      return socket.resume();
    }),
  );
  return Object.assign(sockets, {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
    },
  });
}

test('H11: 1,000 idle connections stay, and cost others nothing', async () => {
  const clock = makeTestClock(Date.now());
  await using door = await openTestInbound({ clock });
  await using idle = await crowd(door.port, 1_000);
  await eventually(() => door.connections() === 1_000);
  assert.equal(clock.waiting, 0, 'no timer for a connection that is silent');
  await clock.advance(10 * 24 * 3_600 * SECOND);
  await using game = await connectJitsiConsumer({ port: door.port });
  assert.equal((await game.request()).success, true);
  assert.equal(idle.filter(({ destroyed }) => destroyed).length, 0);
  assert.equal(door.connections(), 1_001);
});

test('H11: one connection too many is told and closed; the others stay, and one that goes makes room', async () => {
  await using door = await openTestInbound({ connections: 2 });
  await using first = await connectJitsiConsumer({ port: door.port });
  await using second = await connectJitsiConsumer({ port: door.port });
  await Promise.all([first.request(), second.request()]);
  await using third = await connectJitsiConsumer({ port: door.port });
  await third.waitForClose();
  assert.deepEqual([third.replies.length, third.replies[0]?.success, third.problems], [1, false, []]);
  await first.close();
  await eventually(() => door.connections() === 1);
  await using fourth = await connectJitsiConsumer({ port: door.port });
  assert.equal((await fourth.request()).success, true);
  assert.equal((await second.request()).success, true);
});

test('H11: tokens that cannot be made are one line per minute, however often who asks comes back', async () => {
  const clock = makeTestClock(Date.now());
  const lines: unknown[] = [];
  const error = (message: string, { caller, times }: LogFields = {}) => void lines.push([message, caller, times]);
  const issue = () => {
    throw new Error('no key');
  };
  await using door = await openTestInbound({ clock, log: { ...silentLog, error }, issue });
  const comeAndAsk = async () => {
    await using game = await connectJitsiConsumer({ port: door.port });
    for (let n = 0; n < 2; n += 1) assert.equal((await game.request()).success, false);
  };
  for (let n = 0; n < 3; n += 1) await comeAndAsk();
  const line = ['a meeting token could not be made', 'tcp 127.0.0.1'];
  assert.deepEqual(lines, [[...line, 1]]);
  await clock.advance(MINUTE);
  await comeAndAsk();
  assert.deepEqual(lines, [
    [...line, 1],
    [...line, 6],
  ]);
});

test('H11: an address that is not on the list is told and closed, with one line per minute', async () => {
  const lines: string[] = [];
  const log = { ...silentLog, warn: (message: string) => void lines.push(message) };
  await using door = await openTestInbound({ allow: ['192.0.2.0/24', '2001:db8::1'], log });
  for (let n = 0; n < 3; n += 1) {
    await using game = await connectJitsiConsumer({ port: door.port });
    game.send(frames(3));
    await game.waitForClose();
    assert.deepEqual(
      game.replies.map(({ success, token }) => [success, token]),
      [[false, '']],
    );
  }
  assert.equal(lines.length, 1);
  await using open = await openTestInbound({ allow: ['127.0.0.0/8'] });
  await using game = await connectJitsiConsumer({ port: open.port });
  assert.equal((await game.request()).success, true);
});

test('H11: of those that are turned away a hundred at once are told, the others closed without a word', async () => {
  await using door = await openTestInbound({ allow: ['192.0.2.0/24'], clock: makeTestClock(Date.now()) });
  const heard: number[] = [];
  const ends: Promise<unknown>[] = [];
  const sockets = Array.from({ length: 150 }, () => {
    // Half open: it never says its own end, so only a destroyed one is gone at the other side.
    const socket = connect({ port: door.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {});
    socket.on('data', (data: Buffer) => void heard.push(data.length));
    ends.push(new Promise<void>((resolve) => socket.once('end', resolve).once('close', () => resolve())));
    return socket;
  });
  await Promise.all(ends);
  for (const socket of sockets) socket.destroy();
  assert.equal(heard.length, 100);
});

test('H11: who does not say the secret in time is told and closed, however he trickles', async () => {
  const clock = makeTestClock(Date.now());
  await using door = await openTestInbound({ clock, idle: 10 * SECOND, secret: new Secret('the first line') });
  await using stranger = await connectJitsiConsumer({ port: door.port });
  await eventually(() => door.connections() === 1);
  for (let n = 0; n < 60 && stranger.replies.length === 0; n += 1) {
    stranger.send(n % 2 === 0 ? '\n' : ' ');
    await sleep(5);
    await clock.advance(200);
  }
  await stranger.waitForClose();
  assert.deepEqual([stranger.replies.length, stranger.replies[0]?.success], [1, false]);
});

test('H11: a wrong secret is logged, though not each time', async () => {
  const lines: unknown[] = [];
  const warn = (message: string, { caller }: LogFields = {}) => void lines.push([message, caller]);
  await using door = await openTestInbound({ secret: new Secret('the first line'), log: { ...silentLog, warn } });
  for (let n = 0; n < 3; n += 1) {
    await using game = await connectJitsiConsumer({ port: door.port });
    game.send('canary-another line\n');
    await game.waitForClose();
  }
  assert.deepEqual(lines, [['a connection for meeting tokens did not begin with the secret', 'tcp 127.0.0.1']]);
});

test('H11: strangers push out one another, and who says the secret gets in at once and stays', async () => {
  const said = 'the first line';
  await using door = await openTestInbound({ connections: 2, strangers: 20, secret: new Secret(said) });
  await using before = await connectJitsiConsumer({ port: door.port });
  before.send(`${said}\n`);
  assert.equal((await before.request()).success, true);
  const gone = (sockets: readonly Socket[]) => sockets.filter(({ destroyed }) => destroyed).length;
  await using oldest = await crowd(door.port, 20);
  await eventually(() => door.connections() === 21);
  await using newer = await crowd(door.port, 15);
  await eventually(() => gone(oldest) === 15);
  await using after = await connectJitsiConsumer({ port: door.port });
  after.send(`${said}\n`);
  assert.equal((await after.request()).success, true);
  await using newest = await crowd(door.port, 20);
  await eventually(() => gone(oldest) === 20 && gone(newer) === 15);
  assert.deepEqual([gone(newest), door.connections()], [0, 22]);
  assert.deepEqual([(await before.request()).success, (await after.request()).success], [true, true]);
});

test('H11: the secret makes no room: of those who know it there are no more than connections, the next is told', async () => {
  const said = 'the first line';
  await using door = await openTestInbound({ connections: 1, secret: new Secret(said) });
  await using first = await connectJitsiConsumer({ port: door.port });
  first.send(`${said}\n`);
  assert.equal((await first.request()).success, true);
  await using second = await connectJitsiConsumer({ port: door.port });
  second.send(`${said}\n`);
  await second.waitForClose();
  assert.deepEqual([second.replies.length, second.replies[0]?.success, second.problems], [1, false, []]);
  assert.equal((await first.request()).success, true);
});

test('H11: a client that does not read is not read from, others are served, and it gets all once it reads', async () => {
  await using door = await openTestInbound();
  await using clients = await crowd(door.port, 1);
  const [greedy] = clients;
  assert.ok(greedy);
  greedy.pause();
  const burst = frames(2_000);
  let sent = 0;
  // Until the kernel's buffers in both directions are full and nothing moves any more.
  for (let still = 0; still < 20; ) {
    if (!greedy.writableNeedDrain) {
      greedy.write(burst);
      sent += 2_000;
      still = 0;
    } else still += 1;
    await sleep(10);
  }
  await using game = await connectJitsiConsumer({ port: door.port });
  assert.equal((await game.request()).success, true);
  let answered = 0;
  greedy.on('data', (data: Buffer) => {
    for (const byte of data) if (byte === 0) answered += 1;
  });
  greedy.resume();
  await eventually(() => answered === sent, { timeoutMs: 60_000 });
});

for (const [what, target] of [
  ['', '/'],
  [', whatever its address opens', '/?{['],
]) {
  test(`H11: an HTTP request gets no token for its body${what}`, async () => {
    await using door = await openTestInbound();
    await using page = await connectJitsiConsumer({ port: door.port });
    const body = skotosFrame('Eve', 'lobby', 1).toString();
    page.send(`POST ${target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n\r\n]}\n${body}${body}`);
    await page.waitForClose();
    assert.deepEqual(
      page.replies.map(({ success, token }) => [success, token]),
      [[false, '']],
    );
  });
}

test('H11: what one client does wrong reaches no other', async () => {
  await using door = await openTestInbound();
  await using game = await connectJitsiConsumer({ port: door.port });
  for (const { bytes } of [...NONSENSE, { bytes: oversizeFrame(100_000) }, { bytes: frames(500) }]) {
    const bad = await connectJitsiConsumer({ port: door.port });
    bad.send(bytes);
    assert.equal((await game.request()).success, true);
    bad.cut();
    assert.equal((await game.request()).success, true);
  }
  assert.deepEqual(game.problems, []);
  await eventually(() => door.connections() === 1);
});

test('a client with very many requests in a packet does not keep others from their turn', async () => {
  let [asked, before] = [0, 0];
  const real = await realIssueToken();
  await using door = await openTestInbound({
    issue: (fields, caller) => {
      asked += 1;
      if (fields['displayName'] === 'other') before = asked;
      return real(fields, caller);
    },
  });
  await using many = await connectJitsiConsumer({ port: door.port });
  await using other = await connectJitsiConsumer({ port: door.port });
  await other.request();
  many.send(frames(20_000));
  await eventually(() => asked > 1, { everyMs: 1 });
  await other.request({ displayName: 'other' }, 20_000);
  assert.ok(before < 20_000, `the other one's turn came after ${before} requests`);
  await many.waitForReplies(20_000, 60_000);
});

test('memory stays flat, whatever comes and goes', async () => {
  await using door = await openTestInbound({ idle: 100 });
  const round = async () => {
    const games = await Promise.all(Array.from({ length: 20 }, () => connectJitsiConsumer({ port: door.port })));
    for (const [n, game] of games.entries()) {
      game.send(n % 4 === 0 ? oversizeFrame(200_000) : n % 4 === 1 ? '{"half' : frames(100));
      if (n % 4 === 2) game.end();
    }
    await Promise.all(games.map((game, n) => (n % 4 === 3 ? game.waitForReplies(100) : game.waitForClose(10_000))));
    for (const game of games) game.cut();
    await eventually(() => door.connections() === 0);
  };
  const used = async () => {
    for (let n = 0; n < 4; n += 1) await round();
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  await used();
  const first = await used();
  const grown = [await used(), await used(), await used()].map((bytes) => bytes - first);
  assert.ok(Math.min(...grown) < 2_000_000, `grown by ${grown.join(', ')} bytes`);
});

test('closing ends every connection in time, also one that never reads', async () => {
  const clock = makeTestClock(Date.now());
  const door = await openTestInbound({ clock });
  await using clients = await crowd(door.port, 20);
  const [greedy] = clients;
  greedy?.pause();
  greedy?.write(frames(100_000));
  await eventually(() => greedy?.writableLength && greedy.bytesWritten > 0);
  await sleep(200);
  let closed = false;
  const closing = door[Symbol.asyncDispose]().then(() => {
    closed = true;
  });
  // A client that has the end of the connection still has to say its own.
  for (let n = 0; n < 200 && !closed; n += 1) {
    await clock.advance(100);
    await sleep(1);
  }
  await closing;
  assert.equal(door.connections(), 0);
  const refused = connect(door.port, '127.0.0.1');
  await assert.rejects(once(refused, 'connect'));
});

test('an address that is taken is a fault', async () => {
  await using door = await openTestInbound();
  await assert.rejects(
    openTestInbound({ listen: { host: '127.0.0.1', port: door.port } }),
    (error) => error instanceof Fault && error.code === 'listener.in-use',
  );
});
