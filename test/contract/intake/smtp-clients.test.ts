import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import nodemailer from 'nodemailer';
import { Fault } from '../../../src/kernel/fault.ts';
import { type Authority, type KeyPair, makeAuthority } from '../../support/certificates.ts';
import { openTestIntake, ROUTER_TOKEN, type TestIntake, WIDE_TOKEN } from '../../support/intake.ts';
import { needsCommand } from '../../support/needs.ts';
import { needsOpenssl } from '../../support/smtp.ts';

interface Ran {
  readonly code: number;
  readonly said: string;
}

/** Runs a program with this on its standard input. */
const run = (command: string, args: readonly string[], input: string): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(command, args, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, said: `${stdout}${stderr}` });
    });
    child.stdin?.end(input);
  });

describe('programs that send mail', () => {
  let intake: TestIntake;
  let port: number;
  const opened = new AsyncDisposableStack();
  before(async () => {
    intake = opened.use(await openTestIntake());
    ({ port } = opened.use(await intake.openSmtp()));
  });
  after(() => opened.disposeAsync());

  test('nodemailer sends text and HTML, is told which target it may not reach, and its log-in failed', async () => {
    const sender = (pass: string) =>
      nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true, auth: { user: 'router1', pass } });
    await using transport = closing(sender(ROUTER_TOKEN));
    const mail = { from: 'nas@example.org', subject: 'Größe', priority: 'high' as const };
    const sent = await transport.sendMail({
      ...mail,
      to: ['ops@porter', 'night@porter'],
      html: '<p>98&nbsp;% <b>voll</b></p>',
    });
    assert.deepEqual(sent.accepted, ['ops@porter']);
    assert.deepEqual(sent.rejected, ['night@porter']);
    assert.deepEqual(
      (await intake.kept()).map(({ title, lines, urgency, address }) => [title, lines, urgency, address]),
      [['Größe', ['98\u00a0% voll'], 'now', 'ops@example.org']],
    );
    await using wrong = closing(sender('wrong'));
    await assert.rejects(wrong.sendMail({ ...mail, to: 'ops@porter', text: 'x' }), {
      code: 'EAUTH',
      responseCode: 535,
    });
  });

  test(
    "Python's smtplib sends, as monitoring scripts do",
    needsCommand('python3', '--version', 'install python3'),
    async () => {
      const script = `
import smtplib, sys
from email.message import EmailMessage
m = EmailMessage()
m['Subject'], m['From'], m['To'] = 'Räume', 'a@b', 'ops@porter'
m.set_content('zwei\\nZeilen\\n.\\n..\\n')
m.add_attachment(b'x', maintype='application', subtype='pdf', filename='r.pdf')
with smtplib.SMTP('127.0.0.1', int(sys.argv[1])) as s:
    s.login('router1', sys.argv[2])
    print(s.send_message(m))
`;
      const ran = await run('python3', ['-c', script, String(port), ROUTER_TOKEN], '');
      assert.equal(ran.code, 0, ran.said);
      assert.deepEqual(
        (await intake.kept()).map(({ title, lines, facts }) => [title, lines, facts]),
        [['Räume', ['zwei', 'Zeilen', '.', '..'], [['Attachments, left out', 'r.pdf']]]],
      );
    },
  );

  test('curl sends a file whose lines end in LF alone', needsCommand('curl', '--version', 'install curl'), async () => {
    const args = [
      ...['-sS', `smtp://127.0.0.1:${port}/nas`, '--user', `router1:${ROUTER_TOKEN}`],
      ...['--mail-from', 'a@b', '--mail-rcpt', 'ops@porter', '--upload-file', '-'],
    ];
    const ran = await run('curl', args, 'Subject: by curl\n\none\n\ntwo\n');
    assert.equal(ran.code, 0, ran.said);
    assert.deepEqual(
      (await intake.kept()).map(({ title, lines }) => [title, lines]),
      [['by curl', ['one', '', 'two']]],
    );
  });
});

describe('mail over TLS', needsOpenssl(), () => {
  let intake: TestIntake;
  let authority: Authority;
  let folder: string;
  const tls = () => ({ cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') });
  const put = async ({ cert, key }: KeyPair) => {
    await writeFile(tls().cert, cert);
    await writeFile(tls().key, key, { mode: 0o600 });
  };
  before(async () => {
    intake = await openTestIntake();
    authority = makeAuthority();
    folder = await mkdtemp(path.join(os.tmpdir(), 'porter-smtp-'));
  });
  after(async () => {
    await intake?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** Sends a mail as a program does that trusts our authority and insists on TLS. */
  async function sendTo(port: number, servername: string): Promise<string> {
    await using transport = closing(
      nodemailer.createTransport({
        ...{ host: '127.0.0.1', port, requireTLS: true, tls: { ca: authority.cert, servername } },
        auth: { user: 'wide', pass: WIDE_TOKEN },
      }),
    );
    return (await transport.sendMail({ from: 'a@b', to: 'ops@x', subject: 's', text: 'x' })).response;
  }

  test('STARTTLS comes with the certificate, lets others log in, and a renewed one is taken while it runs', async () => {
    await put(authority.issue('first.example', 2));
    await using smtp = await intake.openSmtp({ tls: tls(), trustsClearText: () => false });
    assert.match(await sendTo(smtp.port, 'first.example'), /^250 /);
    await put(authority.issue('second.example', 2));
    assert.match(await sendTo(smtp.port, 'second.example'), /^250 /);
    await assert.rejects(sendTo(smtp.port, 'first.example'), /altnames/);
    // One that does not work is not taken.
    await writeFile(tls().key, authority.issue('third.example', 2).key);
    assert.match(await sendTo(smtp.port, 'second.example'), /^250 /);
    await rm(tls().cert);
    assert.match(await sendTo(smtp.port, 'second.example'), /^250 /);
    assert.equal((await intake.kept()).length, 4);
  });

  test('L3: without a certificate that works it does not open, and says what is wrong without the key', async () => {
    const { key } = authority.issue('first.example', 2);
    await put({ cert: authority.issue('other.example', 2).cert, key });
    await assert.rejects(intake.openSmtp({ tls: tls() }), (error) => {
      assert.ok(error instanceof Fault && error.code === 'intake.certificate');
      assert.match(error.message, /cert\.pem and .*key\.pem are no certificate with its key/);
      assert.ok(!error.message.includes(key.slice(40, 60)));
      return true;
    });
    await rm(tls().key);
    await assert.rejects(intake.openSmtp({ tls: tls() }), /key\.pem cannot be read: it does not exist/);
  });
});

/** Closes it at the end of the block. */
const closing = <Closed extends { close(): void }>(closed: Closed): Closed & AsyncDisposable =>
  Object.assign(closed, { [Symbol.asyncDispose]: async () => closed.close() });
