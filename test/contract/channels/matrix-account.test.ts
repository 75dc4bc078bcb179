import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { matrix } from '../../../src/app/channels/matrix.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { makeIds } from '../../../src/kernel/ids.ts';
import { type Logger, silentLog } from '../../../src/kernel/log.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import type { OpenChannel } from '../../../src/ports/channel.ts';
import { aDelivery } from '../../support/deliveries.ts';
import { logIn, type MatrixUser } from '../../support/matrix-user.ts';
import { makeMemoryStore } from '../../support/memory-store.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

const never = new AbortController().signal;

describe('Matrix by a plain account', () => {
  let synapse: TestSynapse;
  let ada: MatrixUser;
  let bot: MatrixUser;
  const memory = makeMemoryStore();
  const open = (token: string, log: Logger = silentLog): Promise<OpenChannel> =>
    matrix.open(
      { url: synapse.url, token: new Secret(token) },
      { memory, clock: systemClock, ids: makeIds(() => systemClock.now()), log },
      { site: undefined, homeserver: undefined },
    );
  const shown = async (room: string): Promise<readonly string[]> =>
    (await ada.messages(room)).flatMap(({ sender, type, content }) =>
      sender === bot.userId && type === 'm.room.message' ? [String(content.body)] : [],
    );
  const titled = (address: string, title: string) => aDelivery(address, { title, origin: '', lines: [] });

  before(async () => {
    synapse = await startSynapse({ registration: 'none' });
    ada = await synapse.registerUser('ada');
    bot = await synapse.registerUser('bot');
  });
  after(() => synapse?.[Symbol.asyncDispose]());

  test('it says who it is, writes into rooms, and makes one direct chat with a person', async () => {
    await using channel = await open(bot.accessToken);
    assert.equal(await channel.connect(never), `connected as ${bot.userId}`);
    const room = await ada.createRoom({ invite: [bot.userId] });
    assert.equal((await channel.deliver(titled(room, 'in the room'), never)).kind, 'done');
    assert.deepEqual(await shown(room), ['in the room']);
    for (const title of ['one', 'two']) await channel.deliver(titled(ada.userId, title), never);
    const list = await bot.call(
      'GET',
      `/_matrix/client/v3/user/${encodeURIComponent(bot.userId)}/account_data/m.direct`,
    );
    const [chat = '', ...more] = list[ada.userId] as string[];
    assert.equal(more.length, 0);
    await ada.join(chat);
    assert.deepEqual(await shown(chat), ['one', 'two']);
    assert.deepEqual(await channel.deliver(titled('@nobody:porter.test', 'x'), never), {
      ...{ kind: 'refused', receipt: { words: 'no such user' } },
    });
  });

  test('that an encrypted room is written to in the clear is told once', async () => {
    const room = await ada.createRoom({ invite: [bot.userId] });
    await ada.setState(room, 'm.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' });
    const warned: string[] = [];
    const log: Logger = { ...silentLog, with: () => log, warn: (sentence) => warned.push(sentence) };
    await using channel = await open(bot.accessToken, log);
    for (const title of ['one', 'two']) await channel.deliver(titled(room, title), never);
    assert.deepEqual(warned, ['notifications stand in the clear in an encrypted room']);
  });

  test('V4: the same delivery again is not shown twice, after a restart of both and with another token', async () => {
    const room = await ada.createRoom({ invite: [bot.userId] });
    const once = titled(room, 'once');
    const again = { ...once, firstTriedAt: Date.now() };
    {
      await using channel = await open(bot.accessToken);
      await channel.deliver(once, never);
    }
    await synapse.kill();
    await synapse.start();
    const other = await logIn(synapse.url, 'bot', 'password-of-bot');
    for (const { accessToken } of [bot, other]) {
      await using channel = await open(accessToken);
      assert.equal((await channel.deliver(again, never)).kind, 'done');
    }
    assert.deepEqual(await shown(room), ['once']);
  });

  test('N3: where the homeserver asks to slow down, this one delivery waits as long as it was told', async () => {
    const room = await ada.createRoom({ invite: [bot.userId] });
    await using channel = await open(bot.accessToken);
    await channel.deliver(titled(room, 'before'), never);
    await synapse.restart({ rc_message: { per_second: 0.01, burst_count: 1 } });
    await channel.deliver(titled(room, 'the last one'), never);
    const more = titled(room, 'too much');
    await assert.rejects(channel.deliver(more, never), (fault: Record<string, unknown>) => {
      assert.partialDeepStrictEqual({ ...fault }, { code: 'matrix.rate-limited', retryable: true, scope: 'person' });
      assert.ok(Number(fault['afterMs']) > 10_000, String(fault['afterMs']));
      return true;
    });
    await synapse.restart({ rc_message: { per_second: 1_000, burst_count: 1_000 } });
    await channel.deliver({ ...more, firstTriedAt: Date.now() }, never);
    assert.deepEqual(await shown(room), ['before', 'the last one', 'too much']);
  });

  test('L3: a token that the homeserver does not know concerns this channel alone, and is not repeated', async () => {
    await using channel = await open('canary-token');
    await assert.rejects(channel.connect(never), (fault: Record<string, unknown>) => {
      assert.deepEqual(
        [fault['code'], fault['retryable'], fault['scope'], fault['place']],
        ['matrix.token-refused', false, 'channel', 'matrix'],
      );
      assert.match(String(fault['remedy']), /porter matrix login/);
      assert.ok(!JSON.stringify(fault).includes('canary'));
      return true;
    });
  });
});
