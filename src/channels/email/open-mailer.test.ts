import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import type { SMTPServerOptions } from 'smtp-server';
import { address, DATE, faultOf, JOB, letter, never, settings, sorted } from '../../../test/support/mailer.ts';
import { startSmtpScript, startSmtpServer, wellBut } from '../../../test/support/smtp.ts';
import type { Fault } from '../../kernel/fault.ts';
import { Secret } from '../../kernel/secret.ts';
import { openMailer } from './open-mailer.ts';

test('a letter carries the id and the date of its job, and says that no person wrote it', async () => {
  await using server = await startSmtpServer();
  await using mailer = await openMailer(
    settings(server.port, { bounce: address('bounces@porter.test'), headers: { 'X-Mailin-Track': '0' } }),
  );
  await mailer.send(letter({ text: 'Grüße 日本\n', html: '<p>Grüße 日本</p>' }), never);
  await mailer.send(letter(), never);
  const [first, again] = server.caught;
  assert.ok(first && again);
  assert.equal(first.mail.messageId, `<${JOB}@porter.test>`);
  assert.equal(again.mail.messageId, first.mail.messageId);
  assert.equal(Date.parse(first.mail.date ?? ''), DATE);
  assert.deepEqual([first.from, first.to], ['bounces@porter.test', ['lena@example.org']]);
  assert.deepEqual([first.mail.from?.name, first.mail.from?.address], ['Porter', 'porter@porter.test']);
  assert.match(first.mail.text ?? '', /^Grüße 日本/);
  assert.match(first.mail.html ?? '', /Grüße 日本/);
  const header = (name: string) => first.mail.headers.find(({ key }) => key === name)?.value;
  assert.equal(header('auto-submitted'), 'auto-generated');
  assert.equal(header('x-auto-response-suppress'), 'All');
  assert.equal(header('x-mailin-track'), '0');
});

test('N6: without 8BITMIME and SMTPUTF8 every byte on the wire is ASCII', async () => {
  await using server = await startSmtpServer({ hide8BITMIME: true, hideSMTPUTF8: true });
  await using mailer = await openMailer(
    settings(server.port, { from: { name: 'Pförtner', address: address('p@porter.test') } }),
  );
  await mailer.send(letter({ subject: 'Grüße aus 日本', text: 'Ünï'.repeat(500), html: '<p>Ünï</p>' }), never);
  const [caught] = server.caught;
  assert.match(caught?.raw ?? '', /^[\x00-\x7f]+$/);
  assert.equal(caught?.mail.subject, 'Grüße aus 日本');
});

test('S9: whatever a name or subject holds, the parsed letter has the expected headers and one recipient', async () => {
  await using server = await startSmtpServer();
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '\r\n',
          '\n',
          '\r',
          'Bcc: eve@evil.test',
          '<eve@evil.test>',
          ',',
          ';',
          '"',
          '=?utf-8?q?=0ABcc?=',
          'x',
          '\u2028',
          '\0',
          ':',
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(nasty, nasty, nasty, nasty, async (name, subject, value, text) => {
      server.caught.length = 0;
      await using mailer = await openMailer(
        settings(server.port, { from: { name, address: address('porter@porter.test') }, headers: { 'X-Ours': value } }),
      );
      await mailer.send(letter({ subject, text }), never);
      const [caught, ...more] = server.caught;
      assert.ok(caught && more.length === 0);
      assert.deepEqual([caught.from, caught.to], ['porter@porter.test', ['lena@example.org']]);
      assert.deepEqual(
        caught.mail.to?.map((to) => to.address),
        ['lena@example.org'],
      );
      assert.equal(caught.mail.from?.address, 'porter@porter.test');
      assert.ok(!/[\r\n]/.test(`${caught.mail.from?.name}${caught.mail.subject ?? ''}`));
      const names = new Set(caught.mail.headers.map(({ key }) => key));
      for (const found of names) assert.ok(allowed.has(found), found);
      assert.equal(names.size, caught.mail.headers.length);
      assert.equal(caught.mail.attachments.length, 0);
    }),
    { numRuns: 30 },
  );
});
const allowed = new Set(
  'from to subject message-id date auto-submitted x-auto-response-suppress x-ours mime-version content-type content-transfer-encoding'.split(
    ' ',
  ),
);

test('L3: a refused log-in is told without user, password or the words of the server', async () => {
  const login: SMTPServerOptions = {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error('no canary-answer'), { responseCode: 535 })),
  };
  await using server = await startSmtpServer(login);
  const over = { user: 'canary-user', password: new Secret('canary-password') };
  const fault = await faultOf(server.port, over);
  assert.deepEqual(sorted(fault), ['email.login-refused', false, 'channel', undefined]);
  await using mailer = await openMailer(settings(server.port, over));
  await assert.rejects(mailer.verify(), (error: Fault) => error.code === 'email.login-refused');
  assert.ok(!inspect(fault, { depth: 9, showHidden: true }).includes('canary'));
  assert.equal(fault.cause, undefined);
});

test('L3: no fault repeats the address it is about', async () => {
  await using server = await startSmtpScript(wellBut({ RCPT: '550 5.1.1 <canary@example.org> unknown' }));
  const fault = await faultOf(server.port, {}, 'canary@example.org');
  assert.ok(!inspect(fault, { depth: 9, showHidden: true }).includes('canary'));
});

test('verify logs in and sends nothing', async () => {
  await using server = await startSmtpServer({
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
  });
  await using mailer = await openMailer(settings(server.port, { user: 'u', password: new Secret('p') }));
  await mailer.verify();
  assert.equal(server.caught.length, 0);
});

const HIDES_LOGIN: SMTPServerOptions = { disabledCommands: ['STARTTLS', 'AUTH'] };

test('N6: a user is configured and the server offers no log-in: nothing leaves without one, and check says so', async () => {
  await using server = await startSmtpServer(HIDES_LOGIN);
  const login = { user: 'porter', password: new Secret('canary-smtp') };
  const fault = await faultOf(server.port, login);
  assert.deepEqual(sorted(fault), ['email.no-login', false, 'channel', undefined]);
  assert.match(fault.remedy ?? '', /587.*465.*mail\.user/);
  await using mailer = await openMailer(settings(server.port, login));
  await assert.rejects(mailer.verify(), (error: Fault) => error.code === 'email.no-login');
  assert.equal(server.caught.length, 0);

  await using open = await openMailer(settings(server.port));
  await open.send(letter(), never);
  assert.equal(server.caught.length, 1, 'without a user the same server takes it');
});

test('N6: a server that knows no EHLO at all gets no letter without the log-in either', async () => {
  await using server = await startSmtpScript(
    wellBut({ EHLO: '502 5.5.1 what?', HELO: '250 old', AUTH: '500 5.5.1 unknown' }),
  );
  const fault = await faultOf(server.port, { user: 'porter', password: new Secret('p') });
  assert.equal(fault.code, 'email.no-login');
  assert.ok(!server.heard.some((line) => line.startsWith('MAIL')));
});

test('replies go to the address that is set, and to the sender otherwise', async () => {
  await using server = await startSmtpServer();
  const team = { name: 'Team', address: address('team@porter.test') };
  for (const replyTo of [team, undefined]) {
    await using mailer = await openMailer(settings(server.port, { replyTo }));
    await mailer.send(letter(), never);
  }
  const told = server.caught.map(({ mail }) => mail.replyTo);
  assert.deepEqual(told, [[{ name: 'Team', address: 'team@porter.test' }], undefined]);
});
