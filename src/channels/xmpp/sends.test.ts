import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { MINUTE, SECOND } from '../../kernel/clock.ts';
import type { Bounce } from '../../ports/channel.ts';
import { xmppFault } from './classify.ts';
import type { Connection } from './connection.ts';
import { makeRooms } from './rooms.ts';
import { makeSends } from './sends.ts';
import { messageStanza, type Stanza } from './stanzas.ts';

const patient = new AbortController().signal;
const ada = { kind: 'person', jid: 'ada@example.org' } as const;
const broken = xmppFault('broken', { code: 'xmpp.down', retryable: true, scope: 'channel' });

/** A connection that takes everything, and says nothing by itself. */
function quietConnection() {
  const sent: Stanza[] = [];
  const ended = Promise.withResolvers<typeof broken>();
  const state = { fails: false, stuck: undefined as Promise<void> | undefined };
  const connection: Connection = {
    ...{ jid: 'porter@example.org/porter', resumed: false, over: false, ended: ended.promise },
    async send(stanza) {
      await state.stuck;
      if (state.fails) throw broken;
      sent.push(stanza);
    },
    ask: () => new Promise(() => undefined),
    resumable: () => undefined,
    close: async () => undefined,
    drop: () => ended.resolve(broken),
  };
  return { connection, sent, state, messages: () => sent.filter((stanza) => stanza.is('message')) };
}

function open() {
  const clock = makeTestClock();
  const late: string[] = [];
  const onBounce = ({ id, from }: Bounce) => from ?? late.push(id);
  const sends = makeSends({ clock, onBounce, isOwn: () => false });
  const { connection, ...rest } = quietConnection();
  const send = (id: string, body = 'hello', signal = patient) =>
    sends.send({ id, address: ada, stanza: messageStanza(ada, id, body) }, connection, signal);
  return { clock, late, sends, send, ...rest };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('an acknowledgement alone is no proof: two seconds must pass on our clock without an error', async () => {
  const { clock, sends, send, messages } = open();
  let verdict: string | undefined;
  void send('a').then(({ kind }) => {
    verdict = kind;
  });
  await clock.advance(MINUTE);
  for (const stanza of messages()) sends.acknowledged(stanza);
  await clock.advance(2 * SECOND - 1);
  assert.equal(verdict, undefined);
  await clock.advance(1);
  assert.equal(verdict, 'arrived');
});

test('at most about eight kilobytes are on their way, in order; a longer message goes alone', async () => {
  const { sends, send, messages } = open();
  const all = ['a', 'b', 'c', 'd'].map((id) => send(id, 'x'.repeat(3_000)));
  all.push(send('long', 'x'.repeat(14_000)), send('after', 'x'));
  const gone = async (): Promise<string> => {
    await turn();
    return messages()
      .map(({ attrs }) => String(attrs['id']))
      .join(' ');
  };
  const acknowledge = (id: string): void => {
    const stanza = messages().find(({ attrs }) => attrs['id'] === id);
    if (stanza) sends.acknowledged(stanza);
  };
  assert.equal(await gone(), 'a b');
  for (const [id, then] of [
    ['a', 'a b c'],
    ['b', 'a b c d'],
    ['c', 'a b c d'],
    ['d', 'a b c d long'],
    ['long', 'a b c d long after'],
  ] as const) {
    acknowledge(id);
    assert.equal(await gone(), then);
  }
});

test('an attempt that is given up while it waits for its turn leaves nothing behind', async () => {
  const { sends, send, messages } = open();
  const first = send('a', 'x'.repeat(7_900));
  const stop = new AbortController();
  const second = send('b', 'x'.repeat(7_900), stop.signal);
  const third = send('c', 'x'.repeat(7_900));
  await turn();
  stop.abort(new Error('too late'));
  await assert.rejects(second, /too late/);
  assert.equal(sends.waitsFor('b'), undefined);
  for (const stanza of messages()) sends.acknowledged(stanza);
  await turn();
  assert.deepEqual(
    messages().map(({ attrs }) => attrs['id']),
    ['a', 'c'],
  );
  void first;
  void third;
});

test('a message whose attempt was given up is joined by the next one, or sent anew if the connection lost it', async () => {
  const { clock, sends, send, messages, state } = open();
  const stop = new AbortController();
  const given = send('a', 'hello', stop.signal);
  await turn();
  stop.abort(new Error('too late'));
  await assert.rejects(given);
  assert.equal(sends.waitsFor('a'), 'acknowledgement');
  const joined = send('a');
  for (const stanza of messages()) sends.acknowledged(stanza);
  await clock.advance(2 * SECOND);
  assert.equal((await joined).kind, 'arrived');
  assert.equal(messages().length, 1);

  const stuck = Promise.withResolvers<void>();
  state.stuck = stuck.promise;
  const later = new AbortController();
  const waiting = send('b', 'x'.repeat(7_900), later.signal);
  later.abort(new Error('too late'));
  await assert.rejects(waiting);
  state.fails = true;
  stuck.resolve();
  await turn();
  assert.equal(sends.waitsFor('b'), undefined);
  state.fails = false;
  void send('b', 'x'.repeat(7_900));
  await turn();
  assert.equal(messages().length, 2);
});

test('a group chat proves a message by showing it: an acknowledgement alone leaves it open for good', async () => {
  const { clock, sends, send, messages } = open();
  const room = { kind: 'room', jid: 'team@chat.example.org' } as const;
  const { connection } = quietConnection();
  const stop = new AbortController();
  const stanza = messageStanza(room, 'r', 'hello');
  const sending = sends.send({ id: 'r', address: room, stanza }, connection, stop.signal);
  await turn();
  sends.acknowledged(stanza);
  await clock.advance(MINUTE);
  assert.equal(sends.waitsFor('r'), 'proof');
  stop.abort(new Error('too late'));
  await assert.rejects(sending, /too late/);
  // It no longer counts as on its way.
  void send('a', 'x'.repeat(14_000));
  await turn();
  assert.equal(messages().length, 1);
});

test('a new session means that what had no verdict is lost; what was acknowledged keeps its two seconds', async () => {
  const { clock, sends, send, messages } = open();
  const [taken, lost] = [send('a'), send('b')];
  await turn();
  for (const stanza of messages().slice(0, 1)) sends.acknowledged(stanza);
  sends.fresh();
  assert.equal((await lost).kind, 'lost');
  await clock.advance(2 * SECOND);
  assert.equal((await taken).kind, 'arrived');
});

test('two thousand delivered messages are remembered for an error that comes late, and no more', async () => {
  const { clock, late, sends, send, messages } = open();
  for (let at = 0; at < 2_100; at += 1) {
    const sending = send(`id-${at}`);
    await Promise.resolve();
    await Promise.resolve();
    for (const stanza of messages().slice(-1)) sends.acknowledged(stanza);
    void sending;
  }
  await clock.advance(2 * SECOND);
  for (const stanza of messages()) sends.heard(errorFor(stanza));
  assert.equal(late.length, 2_000);
  assert.equal(late.at(-1), 'id-2099');
});

test('S9: an error for a message that nobody remembers names who sent it, a hundred times in a minute', async () => {
  const { clock } = open();
  const told: Bounce[] = [];
  const sends = makeSends({ clock, onBounce: (bounce) => told.push(bounce), isOwn: () => false });
  const from = (jid: string, id: string) => {
    const error = errorFor(messageStanza(ada, id, 'hello'));
    error.attrs['from'] = jid;
    sends.heard(error);
  };
  from('Ada@example.org/phone', 'a');
  assert.deepEqual(
    told.map(({ id, from: who }) => [id, who]),
    [['a', 'ada@example.org']],
  );
  sends.heard(messageStanza(ada, 'no error', 'hello'));
  for (let at = 0; at < 200; at += 1) from('eve@example.org', `guessed-${at}`);
  assert.equal(told.length, 100);
  await clock.advance(MINUTE);
  from('ada@example.org', 'b');
  assert.equal(told.at(-1)?.id, 'b');
});

function errorFor(message: Stanza): Stanza {
  const error = messageStanza(ada, String(message.attrs['id']), 'hello');
  error.attrs['type'] = 'error';
  return error;
}

test('N2: a group chat at a server that says nothing is a matter of its own, and is entered anew the next time', async () => {
  const clock = makeTestClock();
  const { connection } = quietConnection();
  const rooms = makeRooms('porter', clock);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const entering = assert.rejects(rooms.enter('room@far.example', connection, patient), {
      ...{ code: 'xmpp.room-later', retryable: true, scope: 'person' },
    });
    await clock.advance(MINUTE);
    await entering;
  }
});
