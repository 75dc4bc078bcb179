import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { openGate } from '../../kernel/gate.ts';
import { silentLog } from '../../kernel/log.ts';
import type { ChannelStop } from '../../registration/team/say-channel-stop.ts';
import type { PlaceState } from '../place-states.ts';
import { tellChannels } from './tell-channels.ts';

const settled = async () => new Promise((resolve) => setImmediate(resolve));

test('a credential that is refused is told at once, a service that is away only after ten minutes; of emails and Matrix nothing is told here', async () => {
  const clock = makeTestClock();
  const states = new Map<string, PlaceState>();
  const said: [string, ChannelStop | 'over'][] = [];
  const closers: (() => unknown)[] = [];
  let changed = () => {};
  tellChannels(
    { defer: (close) => void closers.push(close) },
    {
      states: {
        of: (name) => states.get(name) ?? 'unknown',
        known: () => [...states.keys()],
        onChange(listener) {
          changed = listener;
          return () => {};
        },
      },
      gate: openGate,
      say: async (...words) => void said.push(words),
    },
    { clock, log: silentLog },
  );
  const told = async () => {
    changed();
    await settled();
    await settled();
    return said.splice(0);
  };
  const stop = (passing: boolean, remedy?: string): PlaceState => ({
    ...{ place: 'x', since: clock.now(), code: 'x.y', sentence: 'It refuses the token', remedy, passing },
  });
  assert.deepEqual(await told(), []);
  states.set('telegram', stop(false, 'make a new one'));
  states.set('xmpp', stop(true));
  states.set('matrix', stop(false));
  states.set('email', stop(false));
  const since = clock.now();
  assert.deepEqual(await told(), [['telegram', { since, why: 'It refuses the token: make a new one.' }]]);
  states.delete('telegram');
  await clock.advance(9 * MINUTE);
  assert.deepEqual(await told(), []);
  await clock.advance(MINUTE);
  assert.deepEqual((await told()).at(-1), ['xmpp', { since, why: 'It refuses the token.' }]);
  states.set('xmpp', 'works');
  assert.deepEqual(await told(), [['xmpp', 'over']]);
  await Promise.all(closers.map((close) => close()));
});
