import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMessage } from './read-message.ts';

const AT = ['channel:70'] as const;
const ada = { id: '42', username: 'ada', global_name: 'Ada L.' };
const message = { id: '1001', type: 0, author: ada, content: 'I look into it', attachments: [], mentions: [] };

test('a message is a remark of a person, by the name that the person has everywhere', () => {
  assert.deepEqual(readMessage(message, AT), {
    ...{ key: '1001', at: AT, person: '42', name: 'Ada L.', text: 'I look into it' },
    ...{ inReplyTo: undefined, writtenAt: Date.UTC(2015, 0) },
  });
  // The example of Discord's documentation.
  const documented = readMessage({ ...message, id: '175928847299117063' }, AT);
  assert.equal(documented?.writtenAt, Date.UTC(2016, 3, 30, 11, 18, 25, 796));
  assert.equal(readMessage({ ...message, author: { ...ada, global_name: null } }, AT)?.name, 'ada');
  assert.equal(readMessage({ ...message, author: { id: '42' } }, AT)?.name, '42');
});

test('a reply says to which message; what is forwarded replies to none', () => {
  const reference = { message_reference: { message_id: '999', channel_id: '70' } };
  const reply = readMessage({ ...message, ...reference, type: 19 }, AT);
  assert.deepEqual([reply?.text, reply?.inReplyTo], ['I look into it', '999']);
  assert.equal(readMessage({ ...message, ...reference }, AT)?.inReplyTo, undefined);
  assert.equal(readMessage({ ...message, type: 19, message_reference: { message_id: 7 } }, AT)?.inReplyTo, undefined);
});

test('bots, webhooks, what Discord itself tells and what is malformed are no remarks', () => {
  for (const other of [
    { author: { ...ada, bot: true } },
    { author: { ...ada, system: true } },
    { webhook_id: '90' },
    { type: 7 },
    { type: 21 },
    { type: undefined },
    { id: 1001 },
    { id: '../70' },
    { author: undefined },
    { author: { username: 'ada' } },
  ]) {
    assert.equal(readMessage({ ...message, ...other }, AT), undefined, JSON.stringify(other));
  }
});

test('files are told by their names, and what has neither text nor files as something else', () => {
  const attachments = [{ filename: 'disk.png' }, { filename: 7 }];
  const textOf = (over: object) => readMessage({ ...message, ...over }, AT)?.text;
  assert.equal(textOf({ attachments }), 'I look into it\n(disk.png)\n(file)');
  assert.equal(textOf({ attachments, content: '' }), '(disk.png)\n(file)');
  assert.equal(textOf({ content: '', sticker_items: [{ id: '5' }] }), undefined);
  const many = Array.from({ length: 50 }, () => ({ filename: 'x' }));
  assert.equal(textOf({ attachments: many, content: '' })?.split('\n').length, 10);
});

test('people who are called and pictures of a server stand in the text by name; other markup stays as it is', () => {
  const content = '<@42> <@!43> <:fire:99> <a:party:98> <@&5> **now** @everyone <@44>';
  const mentions = [ada, { id: '43', username: 'bo' }];
  assert.equal(
    readMessage({ ...message, content, mentions }, AT)?.text,
    '@Ada L. @bo :fire: :party: <@&5> **now** @everyone <@44>',
  );
});

test('a text and a name of any length and signs are cut to what a message may have', () => {
  const hostile = { ...message, content: '\ud800'.repeat(9_000), author: { ...ada, global_name: 'x'.repeat(9_000) } };
  const remark = readMessage(hostile, AT);
  assert.equal(remark?.text, '\ufffd'.repeat(4_000));
  assert.equal(remark?.name.length, 300);
});
