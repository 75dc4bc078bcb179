import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFakeHomeserver } from '../../../test/support/homeserver/fake-homeserver.ts';
import { makeMemoryStore } from '../../../test/support/memory-store.ts';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { makeLog, silentLog } from '../../kernel/log.ts';
import { parseUserId, type RoomId, type UserId } from '../../kernel/matrix-id.ts';
import { Secret } from '../../kernel/secret.ts';
import { openHomeserverClient } from '../open-client.ts';
import { readTimeline } from './read-timeline.ts';

const sender = parseUserId('@porter:porter.test') as UserId;
const room = '!team' as RoomId;

/** A room with so many events, and a reading of it. */
async function openRoom(count: number) {
  const opening = new AsyncDisposableStack();
  const fake = opening.use(await startFakeHomeserver());
  const asToken = new Secret('t');
  const client = opening.use(
    await openHomeserverClient({ clientUrl: fake.url, asToken, sender, clock: makeTestClock(), log: silentLog }),
  );
  const event = (n: number) => ({
    ...{ event_id: `$e${n}`, type: 'm.room.message', sender, origin_server_ts: n, content: {} },
  });
  const events = Array.from({ length: count }, (_, n) => event(n));
  fake.state.rooms.set(room, events);
  const memory = makeMemoryStore();
  const kept: string[] = [];
  const lines: string[] = [];
  const read = () => {
    kept.length = 0;
    const keep = async (page: readonly unknown[]) => {
      kept.push(...page.map((item) => (item as { event_id: string }).event_id));
      return page.length;
    };
    const log = makeLog('warn', (line) => void lines.push(line));
    return readTimeline({ client, memory, keep, types: ['m.room.message'], log }, room);
  };
  const more = (n: number) => {
    for (let i = 0; i < n; i += 1) events.push(event(events.length));
  };
  return { read, more, kept, lines, events, [Symbol.asyncDispose]: () => opening.disposeAsync() };
}

const inOrder = (ids: readonly string[]) =>
  ids.every((id, at) => at === 0 || Number(id.slice(2)) > Number(ids[at - 1]?.slice(2)));

test('V8: events of a gap of several pages are handed over oldest first, and the next reading begins behind them', async () => {
  await using opened = await openRoom(1_234);
  assert.equal(await opened.read(), 1_234);
  assert.equal(opened.kept[0], '$e0');
  assert.ok(inOrder(opened.kept));
  opened.more(250);
  assert.equal(await opened.read(), 250);
  assert.equal(opened.kept[0], '$e1234');
  assert.ok(inOrder(opened.kept));
  assert.deepEqual(opened.lines, []);
});

test('V8: of a longer gap nothing is left out, and its oldest 20 pages are in order', async () => {
  await using opened = await openRoom(2_350);
  assert.equal(await opened.read(), 2_350);
  assert.equal(new Set(opened.kept).size, 2_350);
  assert.ok(inOrder(opened.kept.slice(-1_950)));
});

test('V8: a gap that is too long is said in the log', async () => {
  await using opened = await openRoom(20_050);
  assert.equal(await opened.read(), 20_000);
  assert.equal(opened.lines.length, 1);
  assert.match(opened.lines[0] ?? '', /was not read back/);
});
