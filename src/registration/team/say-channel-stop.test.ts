import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeMemoryStore } from '../../../test/support/memory-store.ts';
import type { RoomId } from '../../kernel/matrix-id.ts';
import type { NewJob } from '../../outbox/job.ts';
import { makeSayChannelStop } from './say-channel-stop.ts';

const since = Date.UTC(2026, 10, 30, 21, 40);
const stop = { since, why: 'Telegram does not know the token. Ask @BotFather.' };

test('a stop of a channel is told once and its end once, each channel by itself, also across a restart', async () => {
  const added: NewJob[] = [];
  const needs = {
    room: { current: () => '!team:porter.test' as RoomId },
    memory: makeMemoryStore(),
    jobs: { add: async (more: readonly NewJob[]) => void added.push(...more) },
    clock: { now: () => since + 1_000 },
  };
  const say = () => makeSayChannelStop(needs);
  await say()('telegram', 'over');
  await say()('telegram', stop);
  await say()('telegram', { since: since + 60_000, why: 'Another reason.' });
  await say()('discord', 'over');
  await say()('discord', { ...stop, why: 'x'.repeat(5_000) });
  await say()('telegram', 'over');
  await say()('telegram', 'over');
  await say()('telegram', { ...stop, since: since + 3_600_000 });
  assert.deepEqual(
    added.map(({ payload: { key, values } }) => [key, (values as { readonly channel: string }).channel]),
    [
      ['room.channel.stopped', 'telegram'],
      ['room.channel.stopped', 'discord'],
      ['room.channel.over', 'telegram'],
      ['room.channel.stopped', 'telegram'],
    ],
  );
  assert.equal(new Set(added.map(({ key }) => key)).size, 4);
  const [first = '', second = ''] = added.map(({ payload }) => JSON.stringify(payload['values']));
  assert.doesNotMatch(first, /@B/, 'it names nobody who could be pinged');
  assert.ok(second.length < 600);
  const nowhere = makeSayChannelStop({ ...needs, room: { current: () => undefined } });
  await nowhere('telegram', 'over');
  assert.equal(added.length, 4);
});
