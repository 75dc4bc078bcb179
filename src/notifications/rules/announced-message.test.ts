import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcedAs } from './announce-job.ts';
import { announcingOf, messageName } from './announced-message.ts';
import { deliveryKey } from './jobs.ts';

test('the key of a delivery says what a part announced by it', () => {
  const announced = { origin: 'registration', id: 'waiting:0190:1' };
  const about = { ...announced, title: 'x', lines: [], urgency: 'normal' } as const;
  assert.deepEqual(announcingOf(deliveryKey({ sender: 'porter', id: announcedAs(about) }, 12)), announced);
});

test('what a program sent, and what tells of several, is no announcement', () => {
  for (const name of [
    { sender: 'router1', id: 'registration:waiting:0190:1' },
    { sender: 'porter', id: '0190f7e2-0000-7000-8000-000000000000' },
  ]) {
    assert.equal(announcingOf(deliveryKey(name, 0)), undefined);
  }
});

test('the same id in another chat or on another channel is another message', () => {
  const names = [messageName('telegram', '1', '7'), messageName('telegram', '2', '7'), messageName('xmpp', '1', '7')];
  assert.equal(new Set(names).size, 3);
});
