import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Alertmanager, REMINDED, startAlertmanager } from '../support/alertmanager.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startMail, type TestMail } from '../support/mail.ts';
import type { MatrixUser, RoomEvent } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';
import { startSynapse } from '../support/synapse.ts';

const TOKEN = 'canary-token-of-alertmanager-0123456789abcdef';

describe('alerts of a real Alertmanager, in a real room', needs('synapse', 'alertmanager'), () => {
  const opened = new AsyncDisposableStack();
  let ada: MatrixUser;
  let bot: MatrixUser;
  let room: string;
  let mail: TestMail;
  let porter: PorterProcess;
  let alertmanager: Alertmanager;

  before(async () => {
    const synapse = opened.use(await startSynapse({ registration: 'none' }));
    mail = opened.use(await startMail());
    [ada, bot] = [await synapse.registerUser('ada'), await synapse.registerUser('bot')];
    room = await ada.createRoom({ invite: [bot.userId] });
    const port = await freePort();
    porter = opened.use(
      await startPorter({
        config: {
          mail: { from: 'porter@porter.test', smtp: mail.url },
          channels: { matrix: { url: synapse.url, token: { file: 'matrix.token' } } },
          // What comes again after this time is a reminder.
          notifications: { targets: { ops: [`matrix:${room}`, 'email:ops@example.org'] }, merge: '1s' },
          intake: {
            listen: `127.0.0.1:${port}`,
            senders: { alerts: { token: { file: 'alerts.token' }, to: ['ops'] } },
          },
        },
        start: false,
      }),
    );
    const secret = (name: string, text: string) => writeFile(path.join(porter.dir, name), `${text}\n`, { mode: 0o600 });
    await Promise.all([secret('matrix.token', bot.accessToken), secret('alerts.token', TOKEN)]);
    await porter.start();
    alertmanager = opened.use(await startAlertmanager(port, TOKEN));
  });
  after(() => opened.disposeAsync());

  const titleOf = (body: unknown): string =>
    String(body)
      .split('\n')[0]
      ?.replace(/^.*\] /, '') ?? '';
  /** Messages of Porter about these alerts, without edits. */
  const messages = async (name: string): Promise<readonly RoomEvent[]> =>
    (await ada.messages(room, 200)).filter(
      ({ sender, content }) =>
        sender === bot.userId && content['m.relates_to'] === undefined && String(content.body).includes(name),
    );
  const shows = (event: RoomEvent, title: string) =>
    eventually(async () => titleOf((await ada.shown(room, event.event_id)).body) === title, {
      timeoutMs: 120_000,
      what: title,
    });
  /** The message with this number, from 0, once it is there. */
  const message = (name: string, number: number): Promise<RoomEvent> =>
    eventually(async () => (await messages(name))[number], {
      timeoutMs: 120_000,
      what: `message ${number} of ${name}`,
    });
  const mailed = (title: string) => mail.waitForLetter(({ subject }) => titleOf(subject) === title, 120_000);

  test('what is resolved changes the message that said it fires, also over a kill of Porter; a mail is a new one', async () => {
    await alertmanager.tell('DiskFull', ['a', 'b']);
    const fires = await message('DiskFull', 0);
    assert.equal(titleOf(fires.content.body), 'DiskFull: 2 firing');
    await mailed('DiskFull: 2 firing');
    await porter.kill();
    await alertmanager.tell('DiskFull', ['a'], true);
    await porter.start();
    await shows(fires, 'DiskFull: 1 firing, 1 resolved');
    await mailed('DiskFull: 1 firing, 1 resolved');
    await alertmanager.tell('DiskFull', ['b'], true);
    await shows(fires, 'DiskFull: resolved');
    await mailed('DiskFull: resolved');
    assert.equal((await messages('DiskFull')).length, 1);
    const [edit] = await ada.relations(room, fires.event_id, 'm.replace');
    assert.match(String(edit?.content.body), /^\* /, 'clients that know no edits read it in the body');
  });

  test('a reminder is heard as a new message, and what is resolved changes the newest six that said it fires', async () => {
    await alertmanager.tell(REMINDED, ['a']);
    await message(REMINDED, 1);
    await alertmanager.tell(REMINDED, ['a'], true);
    await mailed(`${REMINDED}: resolved`);
    for (const event of (await messages(REMINDED)).slice(-6)) await shows(event, `${REMINDED}: resolved`);
  });

  test('what fires anew is heard as a new message; the end of one that was redacted is a new one, and changes the one before', async () => {
    await alertmanager.tell('LineDown', ['a']);
    const first = await message('LineDown', 0);
    await alertmanager.tell('LineDown', ['b']);
    const second = await message('LineDown', 1);
    assert.equal(titleOf(second.content.body), 'LineDown: 2 firing');
    await ada.redact(room, second.event_id);
    await alertmanager.tell('LineDown', ['a', 'b'], true);
    await eventually(async () => (await messages('LineDown: 2 resolved')).length === 1, { timeoutMs: 120_000 });
    await shows(first, 'LineDown: 2 resolved');
  });
});
