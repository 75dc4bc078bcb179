import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { crashBuild } from '../support/crash-build.ts';
import { freePort } from '../support/free-port.ts';
import { startMail, type TestMail } from '../support/mail.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';
import { authPlain, openSmtpTalk } from '../support/smtp-talk.ts';

const TOKEN = 'canary-token-of-the-publisher-0123456789abcdef';
const PATIENCE = 60_000;

describe('killed while a mail comes in', () => {
  let mail: TestMail;
  let porter: PorterProcess;
  let port: number;

  before(async () => {
    await crashBuild();
    [mail, port] = [await startMail(), await freePort()];
    const web = await freePort();
    porter = await startPorter({
      program: 'crash-build',
      config: {
        mail: { from: 'porter@porter.test', smtp: mail.url },
        notifications: { targets: { ops: ['email:ops@example.org'] }, merge: 'off', flood: 'off' },
        intake: {
          ...{ listen: `127.0.0.1:${web}`, smtp: { listen: `127.0.0.1:${port}` } },
          senders: { nas: { token: TOKEN, to: ['ops'] } },
        },
      },
      start: false,
    });
  });
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await mail?.[Symbol.asyncDispose]();
  });

  /** The reply to a mail of this title, as a mail program hears it; 'closed' if the connection ends without one. */
  async function send(title: string): Promise<string> {
    await using talk = await openSmtpTalk(port);
    assert.match(await talk.reply(), /^220 /);
    for (const line of ['EHLO nas', authPlain('nas', TOKEN), 'MAIL FROM:<root@nas>', 'RCPT TO:<ops@porter>']) {
      assert.match(await talk.say(line), /^2\d\d[ -]/);
    }
    assert.match(await talk.say('DATA'), /^354 /);
    return await talk.say([`Message-ID: <${title}@nas>`, `Subject: ${title}`, '', 'sda1 at 98 %', '.'].join('\r\n'));
  }

  test('D1: killed after a mail was kept and before 250 was said: sent again it is known, and it is shown once', async () => {
    await porter.start({ wait: 'alive', env: { PORTER_CRASH_AT: 'mail.afterCommit' } });
    const ended = porter.ended();
    assert.equal(await send('disk-full'), 'closed');
    assert.equal(await ended, 'SIGKILL', 'the point was hit');

    await porter.start({ wait: 'alive' });
    const kept = await send('disk-full');
    assert.match(kept, /^250 /);
    assert.equal(await send('disk-full'), kept, 'the same one');
    assert.match(await send('disk-empty'), /^250 /);
    // To one address they go in order, so nothing of the first comes later.
    await mail.waitForLetter(({ subject }) => subject.includes('disk-empty'), PATIENCE);
    const letters = mail.letters.filter(({ subject }) => subject.includes('disk-full'));
    const ids = new Set(letters.map(({ messageId }) => messageId));
    assert.equal(ids.size, 1, 'a repeat is recognisable by its Message-ID');
    assert.equal(await porter.stop(), 0);
  });
});
