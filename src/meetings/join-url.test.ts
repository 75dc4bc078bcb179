import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeJoinUrl } from './join-url.ts';

const issued = { token: 'a.b.c', message: 'OK', expiresAt: 1 };

test('the address leads to the room with the token', () => {
  const joinUrl = makeJoinUrl({ url: 'https://meet.example.org', domain: 'meet.jitsi', profile: 'own' });
  assert.equal(joinUrl({ ...issued, room: 'lobby' }), 'https://meet.example.org/lobby?jwt=a.b.c');
  assert.equal(
    joinUrl({ ...issued, room: 'grüße & #1?' }),
    'https://meet.example.org/gr%C3%BC%C3%9Fe%20%26%20%231%3F?jwt=a.b.c',
  );
  assert.equal(joinUrl({ ...issued, room: '*' }), 'https://meet.example.org/?jwt=a.b.c');
});

test('at the hosted Jitsi the AppID stands before the room', () => {
  const joinUrl = makeJoinUrl({ url: 'https://8x8.vc', domain: 'vpaas-magic-cookie-1', profile: 'hosted' });
  assert.equal(joinUrl({ ...issued, room: 'lobby' }), 'https://8x8.vc/vpaas-magic-cookie-1/lobby?jwt=a.b.c');
});
