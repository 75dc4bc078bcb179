import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { makeMemoryStore } from '../../../test/support/memory-store.ts';
import { startTelegramMtproto, type TelegramMtproto } from '../../../test/support/peers/telegram-mtproto.ts';
import { accountAt } from '../../../test/support/telegram-account.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { silentLog } from '../../kernel/log.ts';
import type { Remark } from '../../ports/channel.ts';
import { readAddress } from './address.ts';
import { openUser } from './open-user.ts';

const ME = 100;
const GROUP = '-1000000000123';

async function service(): Promise<TelegramMtproto> {
  const telegram = await startTelegramMtproto();
  telegram.addUser({ id: ME, username: 'relay' });
  telegram.addUser({ id: 200, username: 'Grace_H' });
  telegram.addUser({ id: 300 });
  telegram.addUser({ id: 400, bot: true });
  telegram.addContact(ME, 300);
  telegram.addGroup({ id: 123, username: 'OpsGroup' });
  return telegram;
}

interface Listening extends AsyncDisposable {
  readonly remarks: readonly Remark[];
  /** Rejects with what ended the hearing. */
  readonly ended: Promise<void>;
  readonly works: () => boolean;
}

/** A process that hears until it is disposed. @param keeps called before each remark is kept */
async function listen(
  telegram: TelegramMtproto,
  memory: ReturnType<typeof makeMemoryStore>,
  addresses: readonly string[],
  keeps: () => void = () => undefined,
): Promise<Listening> {
  const channel = openUser(accountAt(telegram, telegram.mintSession(ME)), systemClock, { memory, log: silentLog });
  const remarks: Remark[] = [];
  const ending = new AbortController();
  let works = false;
  const hearing = {
    addresses,
    works() {
      works = true;
    },
    async keep(some: readonly Remark[]) {
      keeps();
      remarks.push(...some);
    },
  };
  const ended = channel.hear?.(hearing, ending.signal) ?? Promise.resolve();
  ended.catch(() => undefined);
  return {
    ...{ remarks, ended, works: () => works },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await ended.catch(() => undefined);
      await channel[Symbol.asyncDispose]();
    },
  };
}
const textsOf = ({ remarks }: Listening) => remarks.map(({ text }) => text);

test('what people write in the chats of the addresses is heard as it comes, and nothing from before', async () => {
  await using telegram = await service();
  telegram.write({ to: ME, from: 200, text: 'from before' });
  await using heard = await listen(telegram, makeMemoryStore(), ['@grace_h', `${GROUP}/5`]);
  await eventually(heard.works);
  telegram.write({ to: ME, from: 200, text: 'Hello' });
  await eventually(() => heard.remarks.length === 1);
  const asked = telegram.write({ to: ME, from: 300, group: 123, topic: 5, text: 'Which disk?' });
  telegram.write({ to: ME, from: 300, group: 123, topic: 5, replyTo: asked, media: true });
  telegram.write({ to: ME, from: 300, text: 'in a chat that nobody asked for' });
  await eventually(() => heard.remarks.length === 3);
  assert.deepEqual(
    heard.remarks.map(({ at, person, name, text }) => [at, person, name, text]),
    [
      [['200', '@grace_h'], '200', 'User 200', 'Hello'],
      [[`${GROUP}/5`, '@opsgroup/5', GROUP, '@opsgroup'], '300', 'User 300', 'Which disk?'],
      [[`${GROUP}/5`, '@opsgroup/5', GROUP, '@opsgroup'], '300', 'User 300', undefined],
    ],
  );
  assert.deepEqual(
    heard.remarks.map(({ inReplyTo }) => inReplyTo),
    [undefined, undefined, String(asked)],
  );
  for (const address of heard.remarks.flatMap(({ at }) => at)) {
    assert.deepEqual(readAddress(address), { ok: true, address });
  }
});

test('what the account writes itself, bots, edits, and what only happened are not heard', async () => {
  await using telegram = await service();
  const memory = makeMemoryStore();
  const group = { to: ME, group: 123 };
  await using heard = await listen(telegram, memory, [GROUP]);
  await eventually(heard.works);
  const first = telegram.write({ ...group, from: 300, text: 'one' });
  await eventually(() => heard.remarks.length === 1);
  telegram.edit(first, 'one, edited');
  telegram.write({ ...group, from: ME, text: 'by myself on my phone' });
  telegram.write({ ...group, from: 400, text: 'by a bot' });
  telegram.write({ ...group, from: 300, service: true });
  telegram.write({ ...group, from: 300, text: 'two' });
  await eventually(() => heard.remarks.length === 2);
  assert.deepEqual(textsOf(heard), ['one', 'two']);
});

test('D2: what came while Porter was away is heard at the next start, once and in its order, however much it is', async () => {
  await using telegram = await service();
  const memory = makeMemoryStore();
  {
    await using heard = await listen(telegram, memory, ['300']);
    await eventually(heard.works);
  }
  const texts = Array.from({ length: 250 }, (_, number) => `line ${number}`);
  for (const text of texts) telegram.write({ to: ME, from: 300, text, silent: true });
  {
    await using heard = await listen(telegram, memory, ['300']);
    await eventually(heard.works);
    assert.deepEqual(textsOf(heard), texts);
  }
  await using heard = await listen(telegram, memory, ['300']);
  await eventually(heard.works);
  assert.deepEqual(textsOf(heard), []);
});

test('D2: what could not be kept is heard again, with the same key', async () => {
  await using telegram = await service();
  const memory = makeMemoryStore();
  {
    await using first = await listen(telegram, memory, ['300'], () => {
      throw new Fault('The disk is full', { code: 'storage.unavailable', retryable: true, scope: 'channel' });
    });
    await eventually(first.works);
    telegram.write({ to: ME, from: 300, text: 'Hello' });
    await assert.rejects(first.ended, { code: 'storage.unavailable' });
  }
  const keys: string[] = [];
  for (let start = 0; start < 2; start += 1) {
    // As if Porter had been killed between keeping the remark and noting that.
    const noted = new Map(memory.known);
    await using again = await listen(telegram, memory, ['300']);
    await eventually(again.works);
    assert.deepEqual(textsOf(again), ['Hello']);
    keys.push(...again.remarks.map(({ key }) => key));
    for (const [name, value] of noted) memory.known.set(name, value);
  }
  assert.equal(new Set(keys).size, 1);
});

test('one chat that the account cannot read keeps nobody else from being heard', async () => {
  await using telegram = await service();
  await using heard = await listen(telegram, makeMemoryStore(), ['-1000000000999', '300']);
  await eventually(heard.works);
  telegram.write({ to: ME, from: 300, text: 'Hello' });
  await eventually(() => heard.remarks.length === 1);
});

test('a session that was ended is told, and so is a connection that broke; a new one goes on', async () => {
  await using telegram = await service();
  const memory = makeMemoryStore();
  {
    await using heard = await listen(telegram, memory, ['300']);
    await eventually(heard.works);
    telegram.faults.add({ when: ({ method }) => method === 'messages.GetHistory', lose: 'request' });
    telegram.write({ to: ME, from: 300, text: 'while it broke' });
    await assert.rejects(heard.ended, { code: 'telegram.uncertain' });
  }
  {
    await using again = await listen(telegram, memory, ['300']);
    await eventually(again.works);
    assert.deepEqual(textsOf(again), ['while it broke']);
    telegram.revokeSessions(ME);
    telegram.faults.add({
      when: ({ method }) => method === 'messages.GetHistory',
      answer: { code: 401, message: 'SESSION_REVOKED' },
    });
  }
  await using ended = await listen(telegram, memory, ['300']);
  telegram.revokeSessions(ME);
  await assert.rejects(ended.ended, { code: 'telegram.session-ended' });
});
