import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchChannelStates } from './channel-states.ts';
import type { PlaceState, Working } from './place-states.ts';

const trouble = (code: string, passing = false): Working => ({
  ...{ place: 'xmpp', since: 0, code, sentence: 'No', remedy: undefined, passing },
});

function rig() {
  let shown: PlaceState = 'unknown';
  const listeners: (() => void)[] = [];
  const places = {
    of: () => shown,
    known: () => ['telegram'],
    onChange(listener: () => void) {
      listeners.push(listener);
      return () => {};
    },
  };
  const states = watchChannelStates(places);
  return {
    states,
    show(state: PlaceState) {
      shown = state;
      for (const listener of listeners) listener();
    },
  };
}

test('what connecting found counts until a delivery has shown more', () => {
  const { states, show } = rig();
  let heard = 0;
  states.onChange(() => {
    heard += 1;
  });
  assert.deepEqual([states.of('xmpp'), states.asksToConnect('xmpp')], ['unknown', true]);
  states.hear('xmpp', trouble('xmpp.login-refused'));
  assert.deepEqual([states.of('xmpp'), states.asksToConnect('xmpp')], [trouble('xmpp.login-refused'), true]);
  states.hear('xmpp', 'works');
  assert.deepEqual([states.of('xmpp'), states.asksToConnect('xmpp')], ['works', false]);
  show(trouble('xmpp.down', true));
  states.hear('xmpp', 'works');
  assert.deepEqual([states.of('xmpp'), states.asksToConnect('xmpp')], [trouble('xmpp.down', true), false]);
  assert.equal(heard, 3);
});

test('a stop that ended without a delivery is no proof: the channel is connected to again, whatever an earlier connection said', () => {
  const { states, show } = rig();
  states.hear('xmpp', 'works');
  show(trouble('xmpp.login-refused'));
  show('unknown');
  assert.deepEqual([states.of('xmpp'), states.asksToConnect('xmpp')], ['unknown', true]);
});

test('what is known is told by name, whether a delivery showed it or connecting found it', () => {
  const { states } = rig();
  assert.deepEqual(states.known(), ['telegram']);
  states.hear('xmpp@alarm', 'works');
  states.hear('telegram', 'works');
  assert.deepEqual(states.known(), ['telegram', 'xmpp@alarm']);
});
