import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import { done } from '../../outbox/job.ts';
import type { Channel } from '../../ports/channel.ts';
import { watchChannelStates } from '../channel-states.ts';
import type { PlaceState } from '../place-states.ts';
import { watchChannels } from './watch-channels.ts';

const asked = (connect: Channel['connect']): Channel => ({ deliver: async () => done(), connect });
/** What deliveries have shown of the places: nothing. */
const unknown = { of: () => 'unknown' as const, known: () => [], onChange: () => () => {} };
const settled = async () => new Promise((resolve) => setImmediate(resolve));

function rig() {
  const lines: string[] = [];
  const note = (message: string) => void lines.push(message);
  const log: Logger = { debug: note, info: note, warn: note, error: note, with: () => log } as never;
  const closers: (() => Promise<void> | void)[] = [];
  const running = { defer: (close: () => Promise<void> | void) => void closers.push(close) };
  return { lines, log, running, close: async () => void (await Promise.all(closers.map(async (close) => close()))) };
}

test('L8: each channel says in one line as whom it is connected or why not; one that fails keeps no other from working', async () => {
  const clock = makeTestClock();
  const { lines, log, running, close } = rig();
  let tries = 0;
  const channels = {
    telegram: asked(async () => 'connected as @porter_bot (bot)'),
    discord: asked(async () => {
      tries += 1;
      if (tries < 3)
        throw new Fault('Discord refuses the token', {
          ...{ code: 'discord.unauthorized', retryable: false, scope: 'channel' },
          remedy: 'make a new token for the bot',
        });
      return 'connected as porter#1';
    }),
    xmpp: asked(async () => {
      throw new Error('canary-password');
    }),
  };
  const watch = watchChannels(running, { channels, states: watchChannelStates(unknown), clock, log });
  await settled();
  assert.deepEqual(lines, [
    'telegram: connected as @porter_bot (bot)',
    'discord does not work: Discord refuses the token: make a new token for the bot.',
    'xmpp does not work: it failed in a way that nobody expected.',
  ]);
  assert.equal(watch.troubles().length, 2);
  for (let minute = 0; minute < 3; minute += 1) {
    await clock.advance(MINUTE);
    await settled();
  }
  assert.deepEqual(lines.slice(3), ['discord: connected as porter#1']);
  assert.deepEqual(watch.troubles(), ['xmpp does not work: it failed in a way that nobody expected. (channel.bug)']);
  await close();
});

test('a remedy is joined to its sentence, whether it continues it or is one of its own', async () => {
  const { lines, log, running, close } = rig();
  const failing = (remedy: string) =>
    asked(async () => {
      throw new Fault('The server does not answer', { code: 'x.down', retryable: true, scope: 'channel', remedy });
    });
  const channels = { a: failing('start it'), b: failing('Is it up?'), c: failing('Start it, and restart Porter.') };
  watchChannels(running, { channels, states: watchChannelStates(unknown), clock: makeTestClock(), log });
  await settled();
  assert.deepEqual(lines, [
    'a does not work: The server does not answer: start it.',
    'b does not work: The server does not answer. Is it up?',
    'c does not work: The server does not answer. Start it, and restart Porter.',
  ]);
  await close();
});

test('a delivery that went through shows as well that a channel works', async () => {
  const clock = makeTestClock();
  const { log, running, close } = rig();
  const channels = {
    email: asked(async () => {
      throw new Fault('The mail server does not answer', { code: 'email.down', retryable: true, scope: 'channel' });
    }),
  };
  let works = false;
  const places = { ...unknown, of: (): PlaceState => (works ? 'works' : 'unknown') };
  const watch = watchChannels(running, { channels, states: watchChannelStates(places), clock, log });
  await settled();
  assert.deepEqual(watch.troubles(), ['email does not work: The mail server does not answer. (email.down)']);
  works = true;
  await clock.advance(MINUTE);
  await settled();
  assert.deepEqual(watch.troubles(), []);
  await close();
});
