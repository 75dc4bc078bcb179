import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import { parseEvent } from './parse-event.ts';

const own = parseUserId('@porter:porter.test') as UserId;
const base = { event_id: '$e', room_id: '!team', sender: '@ada:porter.test', origin_server_ts: 1_780_000_000_000 };
const common = { eventId: '$e', roomId: '!team', sender: '@ada:porter.test', at: 1_780_000_000_000 };
const parse = (event: object) => parseEvent({ ...base, ...event }, own);
const message = (content: object) =>
  parse({ type: 'm.room.message', content: { msgtype: 'm.text', body: 'hi', ...content } });

test('a reaction names its target and its key as sent, cut', () => {
  const react = (relation: unknown) => parse({ type: 'm.reaction', content: { 'm.relates_to': relation } });
  const wanted = { rel_type: 'm.annotation', event_id: '$n', key: '✅\ufe0f' };
  assert.deepEqual(react(wanted), { kind: 'reaction', ...common, target: '$n', key: '✅\ufe0f' });
  assert.equal((react({ ...wanted, key: 'x'.repeat(500) }) as { key: string }).key.length, 100);
  for (const bad of [
    undefined,
    {},
    { ...wanted, rel_type: 'm.thread' },
    { ...wanted, key: '' },
    { ...wanted, event_id: 7 },
  ]) {
    assert.equal(react(bad), undefined);
  }
});

test('V3: a redaction names what was taken back, on top or in the content', () => {
  const wanted = { kind: 'redaction', ...common, eventId: '$vote' };
  assert.deepEqual(parse({ type: 'm.room.redaction', redacts: '$vote', content: {} }), wanted);
  assert.deepEqual(parse({ type: 'm.room.redaction', content: { redacts: '$vote' } }), wanted);
  assert.deepEqual(parse({ type: 'm.room.redaction', redacts: '$vote', content: { redacts: '$other' } }), wanted);
  assert.equal(parse({ type: 'm.room.redaction', content: {} }), undefined);
});

test('V15: an edit is told from a message, a notice is no message at all', () => {
  assert.equal(
    (message({ 'm.relates_to': { rel_type: 'm.replace', event_id: '$o' } }) as { isEdit: boolean }).isEdit,
    true,
  );
  assert.equal((message({}) as { isEdit: boolean }).isEdit, false);
  assert.equal(message({ msgtype: 'm.notice' }), undefined);
  assert.equal(message({ body: 7 }), undefined);
});

test('replies and threads, with and without the fallback for old clients', () => {
  const inReply = { 'm.in_reply_to': { event_id: '$n' } };
  const pick = (content: object) => {
    const { replyTo, threadRoot, body } = message(content) as { replyTo?: string; threadRoot?: string; body: string };
    return [replyTo, threadRoot, body];
  };
  assert.deepEqual(pick({ 'm.relates_to': inReply, body: '> <@x:y> old\n> more\n\napprove' }), [
    '$n',
    undefined,
    'approve',
  ]);
  assert.deepEqual(pick({ 'm.relates_to': inReply }), ['$n', undefined, 'hi']);
  const thread = { rel_type: 'm.thread', event_id: '$r', ...inReply };
  assert.deepEqual(pick({ 'm.relates_to': { ...thread, is_falling_back: true } }), [undefined, '$r', 'hi']);
  assert.deepEqual(pick({ 'm.relates_to': thread }), ['$n', '$r', 'hi']);
  assert.deepEqual(pick({ body: '> no reply' }), [undefined, undefined, '> no reply']);
});

test('mentions are valid user IDs only, and an encrypted message has no text', () => {
  const heard = message({ 'm.mentions': { user_ids: ['@porter:porter.test', 'ada', 7] } });
  assert.deepEqual((heard as { mentions: unknown }).mentions, ['@porter:porter.test']);
  const encrypted = parse({
    type: 'm.room.encrypted',
    content: {
      algorithm: 'm.megolm.v1.aes-sha2',
      ciphertext: '…',
      'm.relates_to': { 'm.in_reply_to': { event_id: '$n' } },
    },
  });
  assert.deepEqual(encrypted, {
    ...{ kind: 'message', ...common, body: '', isEdit: false, replyTo: '$n', mentions: [], encrypted: true },
  });
});

test('an encrypted reaction says what it is on, and nothing that is to be counted', () => {
  const relation = { rel_type: 'm.annotation', event_id: '$n', key: '✅' };
  const content = { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: '…', 'm.relates_to': relation };
  assert.deepEqual(parse({ type: 'm.room.encrypted', content }), {
    ...{ kind: 'message', ...common, body: '', isEdit: false, mentions: [], reactsTo: '$n', encrypted: true },
  });
  assert.equal('reactsTo' in (message({ 'm.relates_to': relation }) ?? {}), false);
});

test('an invitation of Porter is told from other membership', () => {
  const member = (stateKey: string, membership: string) =>
    parse({ type: 'm.room.member', state_key: stateKey, content: { membership }, invite_room_state: [1] });
  assert.deepEqual(member(own, 'invite'), { kind: 'invite', roomId: '!team', sender: '@ada:porter.test', state: [1] });
  assert.equal(member(own, 'leave')?.kind, 'state');
  assert.equal(member('@bo:porter.test', 'invite')?.kind, 'state');
});

test('V12: missing, null, wrong-typed and giant fields are ignored without a throw', () => {
  const key = fc.constantFrom(
    'event_id',
    'room_id',
    'sender',
    'origin_server_ts',
    'type',
    'content',
    'state_key',
    'redacts',
  );
  const types = fc.constantFrom(
    'm.reaction',
    'm.room.redaction',
    'm.room.message',
    'm.room.encrypted',
    'm.room.member',
  );
  fc.assert(
    fc.property(types, key, fc.anything(), fc.anything(), (type, field, value, content) => {
      parseEvent({ ...base, type, content, [field]: value }, own);
      parseEvent(
        { ...base, type, content: { 'm.relates_to': value, 'm.mentions': value, body: content }, state_key: '' },
        own,
      );
    }),
  );
  for (const value of [null, 7, 'x', [], undefined]) assert.equal(parseEvent(value, own), undefined);
  for (const at of [-1, 1.5, Number.NaN, '1', null, 2 ** 60]) {
    assert.equal(parse({ type: 'm.room.redaction', redacts: '$v', origin_server_ts: at }), undefined);
  }
});
