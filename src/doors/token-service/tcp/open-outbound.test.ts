import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../../../test/support/eventually.ts';
import { freePort, listening } from '../../../../test/support/free-port.ts';
import { listenJitsiConsumer, oversizeFrame } from '../../../../test/support/peers/jitsi-consumer.ts';
import { makeTestClock, type TestClock } from '../../../../test/support/test-clock.ts';
import { openTestOutbound } from '../../../../test/support/token-door.ts';
import { MINUTE, SECOND } from '../../../kernel/clock.ts';
import { silentLog } from '../../../kernel/log.ts';

/** Lets the time go on until it is so. */
async function passing(clock: TestClock, isSo: () => boolean, what: string): Promise<void> {
  for (let n = 0; n < 2_000 && !isSo(); n += 1) {
    await clock.advance(SECOND / 4);
    await sleep(1);
  }
  assert.ok(isSo(), what);
}

function keptWaits(clock: TestClock) {
  const waits: number[] = [];
  const sleep: TestClock['sleep'] = (ms, signal) => {
    waits.push(ms);
    return clock.sleep(ms, signal);
  };
  return { waits, sleeping: { ...clock, sleep } };
}

function keptLog() {
  const lines: string[] = [];
  const line = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  return { lines, log: { ...silentLog, info: line('info'), warn: line('warn'), error: line('error') } };
}

test('H11: a target that flaps is served again each time it is there, with one log line a change', async () => {
  const clock = makeTestClock(Date.now());
  const { lines, log } = keptLog();
  await using listener = await listenJitsiConsumer();
  await using door = await openTestOutbound(listener.port, { clock, log });
  for (let turn = 0; turn < 4; turn += 1) {
    await passing(clock, () => listener.consumers.length === turn + 1, 'dialled');
    const game = await listener.accept();
    assert.equal((await game.request()).success, true);
    assert.equal(door.connected(), true);
    await listener.goAway();
    await passing(clock, () => !door.connected(), 'noticed');
    // Several dials in vain.
    for (let n = 0; n < 20; n += 1) {
      await clock.advance(SECOND);
      await sleep(1);
    }
    await listener.listenAgain();
  }
  const changes = lines.map((line) => line.split(' ')[0]).slice(0, 8);
  assert.deepEqual(changes, ['info', 'warn', 'info', 'warn', 'info', 'warn', 'info', 'warn']);
});

test('H11: a target that comes back is one line per minute while its tokens cannot be made', async () => {
  const clock = makeTestClock(Date.now());
  const { lines, log } = keptLog();
  await using listener = await listenJitsiConsumer();
  const issue = () => Promise.reject(new Error('no key'));
  await using _door = await openTestOutbound(listener.port, { clock, log, issue });
  const since = clock.monotonic();
  for (let turn = 0; turn < 5; turn += 1) {
    await passing(clock, () => listener.consumers.length === turn + 1, 'dialled');
    const game = await listener.accept();
    assert.equal((await game.request()).success, false);
    await game.close();
  }
  const minutes = Math.floor((clock.monotonic() - since) / MINUTE);
  const failures = lines.filter((line) => line.startsWith('error')).length;
  assert.ok(failures >= 1 && failures <= 1 + minutes, `${failures} lines in ${minutes} minutes`);
});

test('a target that is not there is dialled for ever, ever more rarely, and stops nothing', async () => {
  const clock = makeTestClock(Date.now());
  const { lines, log } = keptLog();
  const { waits, sleeping } = keptWaits(clock);
  const port = await freePort();
  await using door = await openTestOutbound(port, { clock: sleeping, log });
  await passing(clock, () => waits.length >= 9, 'dialled nine times');
  assert.equal(door.connected(), false);
  for (const [n, wait] of waits.slice(0, 9).entries()) {
    const least = Math.min(60, 2 ** n) * SECOND;
    assert.ok(wait >= least && wait <= least * 1.25, `wait ${n} is ${wait}`);
  }
  assert.equal(lines.length, 1);
});

test('a target that takes each connection and drops it is not dialled ever faster', async () => {
  const clock = makeTestClock(Date.now());
  const { waits, sleeping } = keptWaits(clock);
  const server = createServer((socket) => socket.destroy());
  await listening(server, 0);
  const { port } = server.address() as { port: number };
  await using _ = await openTestOutbound(port, { clock: sleeping });
  await passing(clock, () => waits.length >= 4, 'dialled four times');
  assert.ok((waits[3] ?? 0) >= 8 * SECOND);
  server.close();
});

test('H11: a target that breaks the protocol is told, closed, and dialled again', async () => {
  const clock = makeTestClock(Date.now());
  await using listener = await listenJitsiConsumer();
  await using _ = await openTestOutbound(listener.port, { clock });
  const first = await listener.accept();
  first.send(oversizeFrame(100_000));
  assert.equal(await first.waitForClose(), 'end');
  assert.equal(first.replies[0]?.success, false);
  await passing(clock, () => listener.consumers.length === 2, 'dialled again');
  assert.equal((await (await listener.accept()).request()).success, true);
});

test('closing waits for nobody: not for a target that is away, nor for one that never reads', async () => {
  const away = await openTestOutbound(await freePort());
  await away[Symbol.asyncDispose]();

  const clock = makeTestClock(Date.now());
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.pause().on('error', () => {}));
  });
  await listening(server, 0);
  const { port } = server.address() as { port: number };
  const door = await openTestOutbound(port, { clock });
  await eventually(() => door.connected());
  let closed = false;
  const closing = door[Symbol.asyncDispose]().then(() => {
    closed = true;
  });
  await passing(clock, () => closed, 'closed');
  await closing;
  assert.equal(door.connected(), false);
  for (const socket of sockets) socket.destroy();
  server.close();
});
