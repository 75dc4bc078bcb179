import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HOUR, MINUTE, SECOND } from '../../../src/kernel/clock.ts';
import { eventually } from '../../support/eventually.ts';
import { openTestIntake, ROUTER_TOKEN, SLOW_TOKEN, type TestIntake, WIDE_TOKEN } from '../../support/intake.ts';
import { startFaultProxy } from '../../support/peers/faults.ts';
import { authPlain, openSmtpTalk, type SmtpTalk } from '../../support/smtp-talk.ts';

describe('mail at the door for it', () => {
  let intake: TestIntake;
  let port: number;
  const opened = new AsyncDisposableStack();
  before(async () => {
    intake = opened.use(await openTestIntake());
    ({ port } = opened.use(await intake.openSmtp()));
  });
  after(() => opened.disposeAsync());

  /** A conversation that has said who it is. */
  async function talk(at = port): Promise<SmtpTalk> {
    const open = await openSmtpTalk(at);
    assert.match(await open.reply(), /^220 /);
    assert.match(await open.say('EHLO nas'), /^250-/);
    return open;
  }

  async function loggedIn(name = 'wide', token = WIDE_TOKEN, at = port): Promise<SmtpTalk> {
    const open = await talk(at);
    assert.match(await open.say(authPlain(name, token)), /^235 /);
    return open;
  }

  /** The reply to a mail for these recipients, all of which are accepted. */
  async function mail(open: SmtpTalk, to: readonly string[], ...lines: readonly string[]): Promise<string> {
    assert.match(await open.say('MAIL FROM:<root@nas>'), /^250 /);
    for (const one of to) assert.match(await open.say(`RCPT TO:<${one}>`), /^250 /);
    assert.match(await open.say('DATA'), /^354 /);
    return open.say([...lines, '.'].join('\r\n'));
  }

  test('it tells what it can: its size, log-ins, and no STARTTLS without a certificate', async () => {
    await using open = await openSmtpTalk(port);
    await open.reply();
    const features = (await open.say('EHLO nas')).split('\n').slice(1);
    assert.deepEqual(
      features.map((line) => line.slice(4)),
      ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'AUTH PLAIN LOGIN', 'SIZE 4194304'],
    );
    assert.match(await open.say('STARTTLS'), /^500 /);
  });

  test('a mail for several targets is one notification, kept before 250 is said', async () => {
    await using open = await loggedIn();
    const said = await mail(
      ...([open, ['ops@porter', 'NIGHT@anything.example', 'ops@elsewhere']] as const),
      ...['Subject: Disk full', 'Importance: high', '', 'sda1 at 98 %', '..hidden dot'],
    );
    assert.match(said, /^250 kept as [0-9a-f-]{36}$/);
    const kept = await intake.kept();
    assert.deepEqual(
      kept.map(({ address }) => address),
      ['ops@example.org', 'night@example.org'],
    );
    const [first] = kept;
    assert.deepEqual(
      [first?.title, first?.lines, first?.urgency, first?.origin],
      ['Disk full', ['sda1 at 98 %', '.hidden dot'], 'now', 'wide'],
    );
    assert.match(await open.say('QUIT'), /^221 /);
  });

  test('attachments are named in the answer and in what people read', async () => {
    await using open = await loggedIn();
    const said = await mail(
      ...([open, ['ops@x']] as const),
      ...['Subject: Scan', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'see it', '--b'],
      ...['Content-Disposition: attachment; filename="sc=?utf-8?q?=C3=A4?=n.pdf"', '', 'x', '--b--'],
    );
    assert.match(said, /^250 kept as [0-9a-f-]{36}, without its attachments: sc\?n\.pdf$/);
    assert.deepEqual(
      (await intake.kept()).map(({ facts }) => facts),
      [[['Attachments, left out', 'scän.pdf']]],
    );
  });

  test('H14: nobody sends without a log-in, and a wrong name is refused like a wrong token', async () => {
    await using open = await talk();
    assert.match(await open.say('MAIL FROM:<root@nas>'), /^530 /);
    const refusals = [
      await open.say(authPlain('nobody', WIDE_TOKEN)),
      await open.say(authPlain('wide', 'wrong')),
      // The third one ends the connection.
      await open.say(authPlain('router1', WIDE_TOKEN)),
    ];
    assert.deepEqual(new Set(refusals.map((line) => line.slice(4))).size, 1);
    assert.deepEqual(
      refusals.map((line) => line.slice(0, 3)),
      ['535', '535', '421'],
    );
    assert.equal(await open.reply(), 'closed');
    await using other = await talk();
    assert.match(await other.say('AUTH CRAM-MD5'), /^504 /);
    assert.match(await other.say('AUTH LOGIN'), /^334 /);
    assert.match(await other.say(Buffer.from('router1').toString('base64')), /^334 /);
    assert.match(await other.say(Buffer.from(ROUTER_TOKEN).toString('base64')), /^235 /);
  });

  test('H14: a target that is not there is refused like one that the sender may not reach, the others get the mail', async () => {
    await using open = await loggedIn('router1', ROUTER_TOKEN);
    assert.match(await open.say('MAIL FROM:<>'), /^250 /);
    for (const target of [
      'night',
      'nowhere',
      'constructor',
      '__proto__',
      'ops+x',
      '"ops"',
      'others',
      'x'.repeat(200),
    ]) {
      assert.equal(
        await open.say(`RCPT TO:<${target}@x>`),
        `550 this sender reaches no target of the name ${target.slice(0, 64)}`,
      );
    }
    assert.match(await open.say('RCPT TO:<ops>'), /^501 /);
    assert.match(await open.say('DATA'), /^503 /);
    assert.match(await open.say('RCPT TO:<ops@x>'), /^250 /);
    assert.match(await open.say('DATA'), /^354 /);
    assert.match(await open.say('Subject: s\r\n\r\nx\r\n.'), /^250 /);
    assert.equal((await intake.kept()).length, 1);
  });

  test('the limit of a sender counts mail and HTTP together, and says to try again', async () => {
    assert.equal((await intake.send('/slack/nobody', {})).status, 403);
    const headers = { authorization: `Bearer ${SLOW_TOKEN}`, 'content-type': 'application/json' };
    assert.equal((await intake.send('/v1/notifications', { headers, body: '{"title":"a"}' })).status, 202);
    await using open = await loggedIn('slow', SLOW_TOKEN);
    assert.match(await open.say('MAIL FROM:<a@b>'), /^450 /);
    await using other = await loggedIn();
    assert.match(await other.say('MAIL FROM:<a@b>'), /^250 /);
    await intake.kept();
  });

  test('N6: a mail whose answer was lost comes again and is kept once, after hours as well', async () => {
    const again = ['Message-ID: <1@nas>', 'Subject: Backup', '', 'failed'];
    await using proxy = await startFaultProxy({ to: { port } });
    await using open = await loggedIn('wide', WIDE_TOKEN, proxy.port);
    assert.match(await open.say('MAIL FROM:<root@nas>'), /^250 /);
    assert.match(await open.say('RCPT TO:<ops@x>'), /^250 /);
    assert.match(await open.say('DATA'), /^354 /);
    await proxy.set({ blackHole: 'toClient' });
    open.send([...again, '.', ''].join('\r\n'));
    await eventually(() => proxy.connections.some(({ swallowed }) => swallowed > 0), { what: 'a lost answer' });
    proxy.cut();

    await using second = await loggedIn();
    const said = await mail(second, ['ops@x'], ...again);
    assert.match(said, /^250 /);
    assert.equal((await intake.kept()).length, 1);
    await intake.clock.advance(6 * HOUR);
    await using third = await loggedIn();
    assert.equal(await mail(third, ['ops@x'], ...again), said, 'the same id');
    assert.deepEqual(await intake.kept(), []);
    // Another text, another target and no Message-ID are new ones.
    await mail(third, ['ops@x'], ...again, 'once more');
    await mail(third, ['night@x'], ...again);
    await mail(third, ['ops@x'], 'Subject: Backup', '', 'failed');
    await mail(third, ['ops@x'], 'Subject: Backup', '', 'failed');
    assert.equal((await intake.kept()).length, 4);
  });

  test('a mail that says nothing, that is cut short or that cannot be read is not kept', async () => {
    await using open = await loggedIn();
    assert.match(await mail(open, ['ops@x'], 'From: a@b', '', ' '), /^554 the notification says nothing/);
    assert.match(
      await mail(open, ['ops@x'], 'Subject: s', '', ...Array(60_001).fill('')),
      /^554 the mail has more than/,
    );
    assert.match(await mail(open, ['ops@x'], 'Subject: s', '', 'a\n.\nMAIL FROM:<a@b>'), /^554 the mail has a line/);
    // The connection goes on.
    assert.match(await mail(open, ['ops@x'], 'Subject: s', '', 'x'), /^250 /);
    await using cut = await loggedIn();
    await cut.say('MAIL FROM:<a@b>');
    await cut.say('RCPT TO:<ops@x>');
    await cut.say('DATA');
    cut.send('Subject: half\r\n\r\nof it');
    await cut[Symbol.asyncDispose]();
    assert.deepEqual(
      (await intake.kept()).map(({ title }) => title),
      ['s'],
    );
  });

  test('H2: a mail over the size is refused before it is sent, or at its end, and takes no memory', async () => {
    await using open = await loggedIn();
    assert.match(await open.say('MAIL FROM:<a@b> SIZE=4194305'), /^552 /);
    assert.match(await open.say('MAIL FROM:<a@b> SIZE=1'), /^250 /);
    await open.say('RCPT TO:<ops@x>');
    await open.say('DATA');
    for (let sent = 0; sent < 5; sent += 1) open.send(`${'x'.repeat(998)}\r\n`.repeat(1_049));
    assert.match(await open.say('\r\n.'), /^552 /);
    assert.match(await mail(open, ['ops@x'], 'Subject: s', '', 'x'), /^250 /);
    assert.equal((await intake.kept()).length, 1);
  });

  test('H2: too many recipients, commands too long, commands that are none, and a flood of them are refused', async () => {
    await using open = await loggedIn();
    await open.say('MAIL FROM:<a@b>');
    for (let at = 0; at < 50; at += 1) assert.match(await open.say(`RCPT TO:<ops@x${at}.example>`), /^250 /);
    assert.match(await open.say('RCPT TO:<ops@more.example>'), /^452 /);
    for (const command of ['SHELL', 'WIZ x', 'XCLIENT NAME=a', 'BDAT 1', 'constructor', '__proto__']) {
      assert.match(await open.say(command), /^500 /, command);
    }
    assert.match(await open.say(`NOOP ${'x'.repeat(3_000)}`), /^421 /);
    assert.equal(await open.reply(), 'closed');
    await using web = await talk();
    assert.match(await web.say('POST /v1/notifications HTTP/1.1'), /^421 /);
  });

  test('S9: commands behind the end of a mail that others see are text, and those behind a true end are commands', async () => {
    await using open = await loggedIn();
    const inner = 'MAIL FROM:<a@b>\r\nRCPT TO:<night@x>\r\nDATA\r\nSubject: forged\r\n\r\nx';
    for (const end of ['\n.\n', '\n.\r\n', '\r.\r\n', '\r\n.\r', '\r\n.\n']) {
      assert.match(await mail(open, ['ops@x'], 'Subject: s', '', `a${end}${inner}`), /^554 /, JSON.stringify(end));
    }
    assert.deepEqual(await intake.kept(), []);
  });

  test('H1: a connection ends after ten minutes, however busy it keeps', async () => {
    await using open = await loggedIn();
    for (let at = 0; at < 4; at += 1) {
      await intake.clock.advance(2 * MINUTE);
      assert.match(await open.say('NOOP'), /^250 /);
    }
    await intake.clock.advance(3 * MINUTE);
    assert.match(await open.reply(), /^421 /);
    assert.equal(await open.reply(), 'closed');
  });

  test('H1: a connection on which nobody logs in ends after twenty seconds, and one that has logged in stays', async () => {
    await using silent = await openSmtpTalk(port);
    await silent.reply();
    await using open = await loggedIn();
    await intake.clock.advance(20 * SECOND);
    assert.match(await silent.reply(), /^421 /);
    assert.equal(await silent.reply(), 'closed');
    assert.match(await open.say('NOOP'), /^250 /);
  });

  test('H1: one connection too many is told to come later, and the others go on', async () => {
    await using small = await intake.openSmtp({ connections: 2 });
    await using one = await loggedIn('wide', WIDE_TOKEN, small.port);
    await using two = await loggedIn('wide', WIDE_TOKEN, small.port);
    await using three = await openSmtpTalk(small.port);
    assert.match(await three.reply(), /^421 /);
    assert.match(await mail(one, ['ops@x'], 'Subject: s', '', 'x'), /^250 /);
    assert.match(await two.say('NOOP'), /^250 /);
    await intake.kept();
  });

  test('a stop tells the idle 421 at once, and waits for the mail that is on its way', async () => {
    const stopping = await intake.openSmtp();
    await using idle = await loggedIn('wide', WIDE_TOKEN, stopping.port);
    await using busy = await loggedIn('wide', WIDE_TOKEN, stopping.port);
    await busy.say('MAIL FROM:<a@b>');
    await busy.say('RCPT TO:<ops@x>');
    await busy.say('DATA');
    busy.send('Subject: late\r\n\r\n');
    await using other = await loggedIn('wide', WIDE_TOKEN, stopping.port);
    await other.say('NOOP');
    const stopped = stopping[Symbol.asyncDispose]();
    assert.match(await idle.reply(), /^421 /);
    assert.match(await other.reply(), /^421 /);
    assert.match(await busy.say('x\r\n.'), /^250 /);
    assert.match(await busy.reply(), /^421 /);
    await stopped;
    assert.deepEqual(
      (await intake.kept()).map(({ title }) => title),
      ['late'],
    );
  });

  test('a database that is out of order is 451, so that the program keeps the mail', async () => {
    await using lost = await openTestIntake();
    await using smtp = await lost.openSmtp();
    await using open = await loggedIn('wide', WIDE_TOKEN, smtp.port);
    await lost.loseDatabase();
    assert.match(await mail(open, ['ops@x'], 'Subject: s', '', 'x'), /^451 .* the log says why under [0-9a-f]{10}$/);
  });

  test('whoever is not on this machine is offered no log-in over clear text', async () => {
    await using smtp = await intake.openSmtp({ trustsClearText: () => false });
    await using open = await openSmtpTalk(smtp.port);
    await open.reply();
    assert.doesNotMatch(await open.say('EHLO far'), /AUTH/);
    assert.match(await open.say(authPlain('wide', WIDE_TOKEN)), /^500 /);
    assert.match(await open.say('MAIL FROM:<a@b>'), /^530 /);
  });
});
