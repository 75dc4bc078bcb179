import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { CrashPoint } from '../../src/kernel/crash-point.ts';
import { type House, openHouse } from '../journeys/support/house.ts';
import { crashBuild } from '../support/crash-build.ts';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { readMarkdown } from '../support/peers/discord/read-markdown.ts';
import { type Discord, startDiscord } from '../support/peers/discord.ts';
import { startTelegramBotApi, type TelegramBotApi } from '../support/peers/telegram-bot-api.ts';

const PATIENCE = 120_000;
const ADA = '42000000000000000';

/** From the moment a remark is kept until its event is noted. */
const points: readonly CrashPoint[] = [
  ...(['inbox.afterCommit', 'inbox.afterHandled', 'outbox.beforeSend'] as const),
  ...(['room.afterEvent', 'outbox.afterSend'] as const),
];

/** Where somebody writes, and gets replies. */
interface Service {
  write(text: string): void;
  /** What Porter wrote there. */
  sent(): readonly string[];
  /** Does the service know that Porter has everything? One that takes no acknowledgement never does. */
  isConfirmed(): boolean;
}

describe('killed while people are heard', needs('synapse'), () => {
  let house: House;
  let telegram: TelegramBotApi;
  let discord: Discord;
  let room: string;

  const services: Readonly<Record<string, Service>> = {
    telegram: {
      write: (text) => void telegram.updates.write({ chat: { id: 42 }, text }),
      sent: () => telegram.sent.map(({ text }) => text),
      isConfirmed: () => telegram.updates.waiting.length === 0,
    },
    discord: {
      write: (text) => void discord.writes(ADA, '70', text),
      sent: () => discord.messages('70').map(({ content }) => readMarkdown(content).text),
      isConfirmed: () => true,
    },
  };

  before(async () => {
    await crashBuild();
    telegram = await startTelegramBotApi();
    telegram.addUser(42);
    discord = await startDiscord();
    discord.addChannel('70');
    discord.addUser({ id: ADA, username: 'ada' });
    house = await openHouse({ program: 'crash-build' });
    const { ada, synapse, porter } = house;
    room = await ada.createRoom();
    await porter.stop();
    await porter.configure({
      channels: {
        telegram: { botToken: { file: 'telegram.token' }, url: telegram.url },
        discord: { token: { file: 'discord.token' }, api: discord.api },
      },
      notifications: {
        targets: { ops: { to: ['telegram:42', 'discord:channel:70'], replies: room } },
        invitedBy: [ada.userId],
      },
    });
    for (const [name, { token }] of Object.entries({ telegram, discord })) {
      await writeFile(path.join(porter.dir, `${name}.token`), token, { mode: 0o600 });
    }
    await porter.start({ wait: 'ready' });
    await eventually(() => discord.calls.some((call) => call.path === '/channels/70/messages'), {
      ...{ timeoutMs: PATIENCE, what: 'the channel on Discord is heard' },
    });
    const joined = (event: { state_key?: string; content: { membership?: string } }) =>
      event.state_key === synapse.userId('porter') && event.content.membership === 'join';
    await ada.invite(room, synapse.userId('porter'));
    await ada.waitFor(room, joined, PATIENCE);
    await porter.stop();
  });
  after(async () => {
    await house?.[Symbol.asyncDispose]();
    await telegram?.[Symbol.asyncDispose]();
    await discord?.[Symbol.asyncDispose]();
  });

  const cases = Object.entries(services).flatMap(([name, service]) =>
    points.map((point) => ({ name, service, point })),
  );
  for (const { name, service, point } of cases) {
    test(`D2: killed at ${point}: what was written over ${name} appears once, and a reply still finds its way`, async () => {
      const { porter, ada } = house;
      const text = `written at ${point} over ${name}`;
      service.write(text);
      await porter.start({ wait: 'nothing', env: { PORTER_CRASH_AT: `${point}:1` } });
      assert.equal(await porter.ended(), 'SIGKILL', 'the point was hit');
      const stands = (await ada.messages(room)).find(({ content }) => content.body === text);
      const atOnce = `read at once, at ${point} over ${name}`;
      if (stands !== undefined) await ada.reply(room, stands.event_id, atOnce);
      await porter.start({ wait: 'ready' });
      const remark = await ada.waitFor(room, ({ content }) => content.body === text, PATIENCE);
      await eventually(async () => !/"(waiting|leased)"/.test((await porter.run('outbox', 'list', '--json')).stdout), {
        timeoutMs: PATIENCE,
        what: 'no job left',
      });
      const late = `read at ${point} over ${name}`;
      await ada.reply(room, remark.event_id, late);
      const replies = stands === undefined ? [late] : [late, atOnce];
      const times = (reply: string) => service.sent().filter((one) => one.includes(reply)).length;
      await eventually(() => replies.every((reply) => times(reply) > 0), { timeoutMs: PATIENCE });
      for (const reply of replies) assert.equal(times(reply), 1, reply);
      assert.ok(service.isConfirmed(), 'confirmed by now');
      await porter.stop();
      const bodies = (await ada.messages(room)).map(({ content }) => String(content.body));
      assert.equal(bodies.filter((body) => body.includes(text)).length, 1);
    });
  }
});
