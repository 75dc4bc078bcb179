import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { emptyFolder } from '../support/installation.ts';
import { needs } from '../support/needs.ts';
import { startTelegramBotApi } from '../support/peers/telegram-bot-api.ts';
import { openHouse, PATIENCE } from './support/house.ts';
import { readiness } from './support/unfinished.ts';

const OTHER = '7000001:canary-telegram-0123456789abcdef01234567';

describe('a channel that stops, and a team that has to know', needs('synapse'), () => {
  test('L8: a token that is refused, while running or at the start, is told once in the team room, and so is its end', async (t) => {
    const file = path.join(await emptyFolder(t), 'telegram.token');
    const keep = (token: string) => writeFile(file, `${token}\n`, { mode: 0o600 });
    await using telegram = await startTelegramBotApi();
    telegram.addUser(42);
    await keep(telegram.token);
    await using house = await openHouse({
      config: {
        channels: { telegram: { bottoken: { file }, url: telegram.url } },
        notifications: { targets: { ops: ['telegram:42'] } },
      },
    });
    const { admin, porter, room } = house;
    /** Waits until the room has heard so often of a stop, and so often of its end. */
    const heard = (stops: number, ends: number) =>
      eventually(
        async () => {
          const said = (await admin.messages(room)).map(({ content }) => String(content.body));
          const count = (words: string) => said.filter((body) => body.includes(`over telegram ${words}`)).length;
          assert.ok(count('do not go out') <= stops && count('go out again') <= ends, said.join('\n'));
          return count('do not go out') === stops && count('go out again') === ends;
        },
        { timeoutMs: PATIENCE, what: `${stops} stops and ${ends} ends in the team room` },
      );
    const again = async () => {
      await porter.stop();
      await porter.start();
    };

    await porter.waitForLog(({ msg }) => msg.startsWith('telegram: connected'));
    telegram.revokeToken(OTHER);
    assert.equal((await porter.run('send', '--to', 'ops', 'Disk full')).code, 0);
    await heard(1, 0);
    assert.match((await readiness(porter)).reasons.join('\n'), /telegram does not work: .*\(telegram\.token-refused\)/);

    await again();
    await porter.waitForLog(({ msg }) => msg.startsWith('telegram does not work'));
    await heard(1, 0);

    await keep(OTHER);
    await again();
    await heard(1, 1);
    await eventually(() => telegram.sent.length === 1, { timeoutMs: PATIENCE, what: 'the notification that waited' });

    await keep('7000001:canary-telegram-76543210fedcba9876543210');
    await again();
    await heard(2, 1);
  });
});
