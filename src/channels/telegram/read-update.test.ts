import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAddress } from './address.ts';
import { readUpdate } from './read-update.ts';

const ada = { id: 42, is_bot: false, first_name: 'Ada', last_name: 'L.' };
const group = { id: -100_123, title: 'Ops', username: 'OpsGroup' };
const update = (message: object) => ({
  update_id: 7,
  message: { message_id: 9, from: ada, chat: { id: 42 }, ...message },
});

test('a message of a chat, a group or a topic is a remark at every address that a target may have for it', () => {
  assert.deepEqual(readUpdate(update({ text: 'Hello' })), {
    ...{ key: '42:9', at: ['42'], person: '42', name: 'Ada L.', text: 'Hello' },
    ...{ inReplyTo: undefined, writtenAt: undefined },
  });
  assert.equal(readUpdate(update({ text: 'Hello', date: 1_700_000_000 }))?.writtenAt, 1_700_000_000_000);
  assert.equal(readUpdate(update({ text: 'Hello', date: 'today' }))?.writtenAt, undefined);
  const at = (message: object) => readUpdate(update({ text: 'x', ...message }))?.at ?? [];
  assert.deepEqual(at({ chat: group }), ['-100123', '@opsgroup']);
  const topic = at({ chat: group, is_topic_message: true, message_thread_id: 5 });
  assert.deepEqual(topic, ['-100123/5', '@opsgroup/5', '-100123', '@opsgroup']);
  for (const address of topic) assert.deepEqual(readAddress(address), { ok: true, address });
});

test('a reply names the message that it replies to', () => {
  const inReplyTo = (message: object) => readUpdate(update({ text: 'x', ...message }))?.inReplyTo;
  assert.equal(inReplyTo({ reply_to_message: { message_id: 5, text: 'Disk full' } }), '5');
  for (const bad of [{}, { reply_to_message: 5 }, { reply_to_message: { message_id: 'x' } }]) {
    assert.equal(inReplyTo(bad), undefined);
  }
});

test('a picture says what stands below it, or nothing; what only happened in the chat is no remark', () => {
  assert.equal(readUpdate(update({ photo: [], caption: 'This disk' }))?.text, 'This disk');
  assert.deepEqual(
    [readUpdate(update({ voice: {} }))?.name, readUpdate(update({ voice: {} }))?.text],
    ['Ada L.', undefined],
  );
  for (const message of [{ new_chat_members: [ada] }, { pinned_message: {} }, { text: '/start' }, {}]) {
    assert.equal(readUpdate(update(message)), undefined);
  }
});

test('bots and copies from a linked channel are not heard; who writes in the name of the group is', () => {
  assert.equal(readUpdate(update({ text: 'x', from: { ...ada, is_bot: true } })), undefined);
  assert.equal(readUpdate(update({ text: 'x', is_automatic_forward: true })), undefined);
  const anonymous = { text: 'x', chat: group, from: { id: 1, is_bot: true }, sender_chat: group };
  assert.deepEqual(readUpdate(update(anonymous))?.name, 'Ops');
});

test('what is malformed is no remark, and nothing is longer than it may be', () => {
  for (const bad of [{}, { message: 5 }, { message: { text: 'x' } }, update({ chat: { id: 'x' }, text: 'x' })]) {
    assert.equal(readUpdate(bad), undefined);
  }
  const long = readUpdate(update({ text: 'x'.repeat(100_000), from: { ...ada, first_name: 'y'.repeat(100_000) } }));
  assert.ok((long?.text?.length ?? 0) <= 4_096 && (long?.name.length ?? 0) <= 400);
});
