import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xml } from '@xmpp/client';
import { readAddress } from './address.ts';
import { readMessage } from './read-message.ts';
import type { Stanza } from './stanzas.ts';

const room = 'ops@conference.example.org';
const needs = {
  ...{ own: 'porter@example.org', isOwn: (occupant: string) => occupant.endsWith('/porter'), now: 1 },
  givesOccupantIds: (chat: string) => chat === room,
};
const body = xml('body', {}, 'Hello');
const message = (attrs: Readonly<Record<string, string>>, ...children: readonly Stanza[]) =>
  xml('message', { id: 'm1', ...attrs }, ...children);
const read = (...what: Parameters<typeof message>) => readMessage(message(...what), needs);

test('a message of a person, and one in a group chat, is a remark at an address that a target may have', () => {
  const person = read({ type: 'chat', from: 'Ada@example.org/phone' }, body);
  assert.deepEqual(
    [person?.at, person?.person, person?.name, person?.text],
    [['ada@example.org'], 'ada@example.org', 'ada@example.org', 'Hello'],
  );
  const occupant = xml('occupant-id', { xmlns: 'urn:xmpp:occupant-id:0', id: 'o1' });
  const chat = read({ type: 'groupchat', from: `${room}/Ada` }, body, occupant);
  assert.deepEqual([chat?.at, chat?.person, chat?.name], [[`${room}?join`], `${room} o1`, 'Ada']);
  for (const address of ['ada@example.org', `${room}?join`]) {
    assert.deepEqual(readAddress(address), { ok: true, address });
  }
});

test('an id of an occupant counts only where the group chat says that it gives them', () => {
  const forged = xml('occupant-id', { xmlns: 'urn:xmpp:occupant-id:0', id: 'o1' });
  const [here, elsewhere] = [room, 'old@conference.example.org'];
  const personOf = (chat: string, nick: string, ...more: readonly Stanza[]) =>
    read({ type: 'groupchat', from: `${chat}/${nick}` }, body, ...more)?.person;
  assert.equal(personOf(here, 'Ada', forged), personOf(here, 'Eve', forged));
  assert.notEqual(personOf(elsewhere, 'Ada', forged), personOf(elsewhere, 'Eve', forged));
  assert.equal(personOf(elsewhere, 'Ada', forged), personOf(elsewhere, 'Ada'));
  assert.notEqual(personOf(here, 'o1'), personOf(here, 'Ada', forged), 'nor does a name count as an id');
});

test('the same message, handed over again with a delay, has the same key; another one has another', () => {
  const delay = xml('delay', { xmlns: 'urn:xmpp:delay', stamp: '2026-11-30T22:00:00Z' });
  const from = { type: 'chat', from: 'ada@example.org/phone' };
  assert.equal(read(from, body, delay)?.key, read(from, body)?.key);
  assert.equal(read(from, body, delay)?.writtenAt, Date.UTC(2026, 10, 30, 22));
  const wrong = xml('delay', { xmlns: 'urn:xmpp:delay', stamp: 'yesterday' });
  for (const more of [[], [wrong]]) assert.equal(read(from, body, ...more)?.writtenAt, undefined);
  assert.notEqual(read({ ...from, id: 'm2' }, body)?.key, read(from, body)?.key);
  assert.notEqual(read({ ...from, from: 'eve@example.org/phone' }, body)?.key, read(from, body)?.key);
});

test('what Porter said, history, corrections, errors and what has no body are no remarks', () => {
  const history = xml('delay', { xmlns: 'urn:xmpp:delay', stamp: '2026-11-30T22:00:00Z' });
  const correction = xml('replace', { xmlns: 'urn:xmpp:message-correct:0', id: 'm0' });
  const from = 'ada@example.org/phone';
  for (const refused of [
    read({ type: 'groupchat', from: `${room}/porter` }, body),
    read({ type: 'groupchat', from: room }, body),
    read({ type: 'groupchat', from: `${room}/Ada` }, body, history),
    read({ type: 'chat', from: 'porter@example.org/desktop' }, body),
    read({ type: 'chat', from }, body, correction),
    read({ type: 'error', from }, body),
    read({ type: 'headline', from }, body),
    read({ type: 'chat', from }),
    readMessage(xml('presence', { from }, body), needs),
  ]) {
    assert.equal(refused, undefined);
  }
});

test('a reply names the message that it replies to, and its quote is left out', () => {
  const quote = '> Porter: Disk full 🔥\n';
  const reply = xml('reply', { xmlns: 'urn:xmpp:reply:0', to: 'porter@example.org', id: 'job-1' });
  const fallback = (end: string) =>
    xml('fallback', { xmlns: 'urn:xmpp:fallback:0', for: 'urn:xmpp:reply:0' }, xml('body', { start: '0', end }));
  const said = (...children: readonly Stanza[]) =>
    read({ type: 'chat', from: 'ada@example.org/phone' }, xml('body', {}, `${quote}On my way`), ...children);
  const found = said(reply, fallback(String([...quote].length)));
  assert.deepEqual([found?.inReplyTo, found?.text], ['job-1', 'On my way']);
  assert.deepEqual([said(reply, fallback('x'))?.text, said()?.inReplyTo], [`${quote}On my way`, undefined]);
});

test('of an encrypted message only that there was one is known', () => {
  const encryption = xml('encryption', { xmlns: 'urn:xmpp:eme:0', namespace: 'eu.siacs.conversations.axolotl' });
  const found = read({ type: 'chat', from: 'ada@example.org/phone' }, body, encryption);
  assert.deepEqual([found?.at, found?.text], [['ada@example.org'], undefined]);
});
