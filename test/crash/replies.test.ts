import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { CrashPoint } from '../../src/kernel/crash-point.ts';
import { type House, openHouse } from '../journeys/support/house.ts';
import { crashBuild } from '../support/crash-build.ts';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { startTelegramBotApi, type TelegramBotApi } from '../support/peers/telegram-bot-api.ts';

const PATIENCE = 120_000;

/** From the moment a remark is kept until its event is noted. */
const points: readonly CrashPoint[] = [
  ...(['inbox.afterCommit', 'inbox.afterHandled', 'outbox.beforeSend'] as const),
  ...(['room.afterEvent', 'outbox.afterSend'] as const),
];

describe('killed while somebody on Telegram is heard', needs('synapse'), () => {
  let house: House;
  let telegram: TelegramBotApi;
  let room: string;

  before(async () => {
    await crashBuild();
    telegram = await startTelegramBotApi();
    telegram.addUser(42);
    house = await openHouse({ program: 'crash-build' });
    const { ada, synapse, porter } = house;
    room = await ada.createRoom();
    await porter.stop();
    await porter.configure({
      channels: { telegram: { botToken: { file: 'telegram.token' }, url: telegram.url } },
      notifications: { targets: { ops: { to: ['telegram:42'], replies: room } }, invitedBy: [ada.userId] },
    });
    await writeFile(path.join(porter.dir, 'telegram.token'), telegram.token, { mode: 0o600 });
    await porter.start({ wait: 'ready' });
    const joined = (event: { state_key?: string; content: { membership?: string } }) =>
      event.state_key === synapse.userId('porter') && event.content.membership === 'join';
    await ada.invite(room, synapse.userId('porter'));
    await ada.waitFor(room, joined, PATIENCE);
    await porter.stop();
  });
  after(async () => {
    await house?.[Symbol.asyncDispose]();
    await telegram?.[Symbol.asyncDispose]();
  });

  for (const point of points) {
    test(`D2: killed at ${point}: what was written appears once, and a reply still finds its way`, async () => {
      const { porter, ada } = house;
      const text = `written at ${point}`;
      telegram.updates.write({ chat: { id: 42 }, text });
      await porter.start({ wait: 'nothing', env: { PORTER_CRASH_AT: `${point}:1` } });
      assert.equal(await porter.ended(), 'SIGKILL', 'the point was hit');
      const stands = (await ada.messages(room)).find(({ content }) => content.body === text);
      if (stands !== undefined) await ada.reply(room, stands.event_id, `read at once, at ${point}`);
      await porter.start({ wait: 'ready' });
      const remark = await ada.waitFor(room, ({ content }) => content.body === text, PATIENCE);
      await eventually(async () => !/"(waiting|leased)"/.test((await porter.run('outbox', 'list', '--json')).stdout), {
        timeoutMs: PATIENCE,
        what: 'no job left',
      });
      await ada.reply(room, remark.event_id, `read at ${point}`);
      const replies = [`read at ${point}`, ...(stands === undefined ? [] : [`read at once, at ${point}`])];
      await eventually(() => replies.every((reply) => telegram.sent.some((one) => one.text.includes(reply))), {
        timeoutMs: PATIENCE,
      });
      for (const reply of replies) {
        assert.equal(telegram.sent.filter((one) => one.text.includes(reply)).length, 1, reply);
      }
      assert.equal(telegram.updates.waiting.length, 0, 'confirmed by now');
      await porter.stop();
      const bodies = (await ada.messages(room)).map(({ content }) => String(content.body));
      assert.equal(bodies.filter((body) => body.includes(text)).length, 1);
    });
  }
});
