import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type House, openHouse } from '../journeys/support/house.ts';
import { type Answer, ask } from '../support/ask.ts';
import { crashBuild } from '../support/crash-build.ts';
import { freePort } from '../support/free-port.ts';
import { needs } from '../support/needs.ts';
import { type Discord, startDiscord } from '../support/peers/discord.ts';
import { startTelegramBotApi, type TelegramBotApi } from '../support/peers/telegram-bot-api.ts';
import { openPerson, type XmppPerson } from '../support/xmpp/person.ts';
import { startProsodyForClients } from '../support/xmpp/prosody.ts';
import { DOMAIN, type XmppServer } from '../support/xmpp/server.ts';
import { allJobsDone, assertCleanDatabase, assertEachOnce, sentByPorter } from './support/aftermath.ts';

const long = process.env['PORTER_LONG'] === '1';
const NOTIFICATIONS = long ? 10_000 : 500;
const KILLS = long ? 60 : 12;
/** Deliveries in flight at once at one place, and so the most that one kill can repeat there. */
const BATCH = 16;
const TOKEN = 'canary-token-of-the-publisher-0123456789abcdef';
const XMPP_PASSWORD = 'canary-xmpp-0123456789abcdef0123';
const GROUP = -100_123;

describe(`killed at ${KILLS} random moments while notifications come and go`, needs('synapse', 'prosody'), () => {
  let house: House;
  let telegram: TelegramBotApi;
  let discord: Discord;
  let xmpp: XmppServer;
  let person: XmppPerson;
  let port: number;

  before(async () => {
    await crashBuild();
    [telegram, discord, port] = [await startTelegramBotApi(), await startDiscord(), await freePort()];
    telegram.addGroup(GROUP);
    discord.addChannel('70');
    xmpp = await startProsodyForClients();
    await xmpp.addAccount('porter', XMPP_PASSWORD);
    person = await openPerson(xmpp, 'ada');
    // A group chat proves each message at once; a person would have to be waited for two seconds after each.
    const chat = await person.makeRoom('ops');
    house = await openHouse({ program: 'crash-build' });
    const to = [
      ...[`matrix:${house.room}`, `telegram:${GROUP}`, 'discord:channel:70', `xmpp:muc:${chat}`],
      'email:ops@example.org',
    ];
    await house.porter.configure({
      channels: {
        telegram: { botToken: { file: 'telegram.token' }, url: telegram.url },
        discord: { token: { file: 'discord.token' }, api: discord.api },
        xmpp: {
          ...{ service: `xmpp://127.0.0.1:${xmpp.port}`, domain: DOMAIN },
          credentials: { username: 'porter', password: { file: 'xmpp.password' } },
        },
      },
      notifications: { targets: { ops: to }, merge: 'off', flood: 'off' },
      intake: { listen: `127.0.0.1:${port}`, senders: { publisher: { token: { file: 'sender.token' }, to: ['ops'] } } },
    });
    const secret = (name: string, text: string) =>
      writeFile(path.join(house.porter.dir, name), `${text}\n`, { mode: 0o600 });
    await Promise.all([
      secret('telegram.token', telegram.token),
      secret('discord.token', discord.token),
      secret('xmpp.password', XMPP_PASSWORD),
      secret('sender.token', TOKEN),
    ]);
    await house.porter.stop();
  });
  after(async () => {
    await house?.[Symbol.asyncDispose]();
    await telegram?.[Symbol.asyncDispose]();
    await discord?.[Symbol.asyncDispose]();
    await person?.[Symbol.asyncDispose]();
    await xmpp?.[Symbol.asyncDispose]();
  });

  /** A publisher as it should be: it sends again, with the same key, until it has heard that its notification is kept. */
  async function publish(number: number): Promise<void> {
    const post = (): Promise<Answer | undefined> =>
      ask(port, '/v1/notifications', {
        method: 'POST',
        headers: {
          ...{ authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
          'idempotency-key': `n-${number}`,
        },
        body: JSON.stringify({ title: `note ${number} of the publisher` }),
      }).catch(() => undefined);
    for (let answer = await post(); answer?.status !== 202; answer = await post()) {
      assert.ok(answer === undefined || answer.status === 503, answer?.body);
      await sleep(50);
    }
  }

  test(`D1: ${NOTIFICATIONS} notifications over five channels: none is lost, each stands on Matrix and Discord once`, async (t) => {
    const publishing = (async () => {
      for (let number = 0; number < NOTIFICATIONS; number += 1) await publish(number);
    })();
    const moments: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      await house.porter.start({ wait: 'alive' });
      const moment = Math.round(Math.random() * (long ? 8_000 : 1_500));
      moments.push(moment);
      await sleep(moment);
      await house.porter.kill();
    }
    // Named, so that a failure can be tried again at the same moments.
    t.diagnostic(`killed after ${moments.join(', ')} ms`);
    await house.porter.start({ wait: 'ready' });
    await publishing;
    await allJobsDone(house, [], long ? 5_000 : 500);
    assert.equal(await house.porter.stop(), 0);

    const numbers = (texts: readonly string[]): readonly number[] =>
      texts.flatMap((text) => {
        const found = /note (\d+) of the publisher/.exec(text)?.[1];
        return found === undefined ? [] : [Number(found)];
      });
    const events = await sentByPorter(house);
    assertEachOnce(events);
    const shown = {
      matrix: numbers(events.map(({ content }) => String(content.body))),
      discord: numbers(discord.messages('70').map(({ content }) => content)),
      xmpp: numbers(person.received.map(({ body }) => body)),
      telegram: numbers(telegram.sent.map(({ text }) => text)),
      email: numbers(house.mail.letters.map(({ subject }) => subject)),
    };
    for (const [channel, found] of Object.entries(shown)) {
      const lost = Array.from({ length: NOTIFICATIONS }, (_, number) => number).filter((n) => !found.includes(n));
      assert.deepEqual(lost, [], `lost on ${channel}`);
      const once = channel === 'matrix' || channel === 'discord';
      const repeats = found.length - NOTIFICATIONS;
      assert.ok(repeats <= (once ? 0 : KILLS * BATCH), `${repeats} repeats on ${channel}`);
      t.diagnostic(`${channel}: ${repeats} repeats`);
    }
    assertCleanDatabase(house);
  });
});
