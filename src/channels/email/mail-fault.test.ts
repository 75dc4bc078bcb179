import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort } from '../../../test/support/free-port.ts';
import { faultOf, letter, never, settings, sorted } from '../../../test/support/mailer.ts';
import { certificate, needsOpenssl, startSmtpScript, startSmtpServer, wellBut } from '../../../test/support/smtp.ts';
import { Fault } from '../../kernel/fault.ts';
import { Secret } from '../../kernel/secret.ts';
import { mailFault } from './mail-fault.ts';
import { starttlsFor } from './mailer-settings.ts';
import { openMailer } from './open-mailer.ts';

test('N6: greylisting is tried again after minutes, and concerns one person only', async () => {
  await using server = await startSmtpScript(wellBut({ RCPT: '451 4.7.1 greylisted, come back later' }));
  const fault = await faultOf(server.port);
  assert.deepEqual(sorted(fault), ['email.later', true, 'person', undefined]);
  assert.ok((fault.afterMs ?? 0) >= 60_000);
});

test('N6: an address refused for good is told apart from a server that does not serve us, and no stranger’s address stops all mail', async () => {
  const answers: readonly (readonly [Record<string, string>, string, boolean, string])[] = [
    [{ RCPT: '550 5.1.1 no such user' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '553 mailbox name not allowed' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '552 5.2.2 mailbox full' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '550 no such user' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '550 5.2.1 mailbox disabled' }, 'email.address-refused', false, 'person'],
    [
      { RCPT: '554 5.7.1 <a@b.c>: Recipient address rejected: Access denied' },
      'email.address-refused',
      false,
      'person',
    ],
    [{ RCPT: '550 5.7.1 not for strangers' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '554 no' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '550 5.7.1 <relay@b.c>: not for strangers' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '550 5.7.1 relay@b.c takes no mail' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '550 5.1.1 <"client host"@b.c> unknown' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '554 5.7.1 <relay@b.c>: Relay access denied' }, 'email.relay-refused', false, 'channel'],
    [{ RCPT: '553 5.7.1 <p@b.c>: Sender address rejected: not owned by user' }, 'email.blocked', false, 'channel'],
    [{ RCPT: '550 5.1.8 <p@b.c>: Sender address rejected: Domain not found' }, 'email.blocked', false, 'channel'],
    [{ RCPT: '554 5.7.1 Service unavailable; Client host [::1] blocked using x' }, 'email.blocked', false, 'channel'],
    [{ RCPT: '504 5.5.2 <x>: Helo command rejected: need fully-qualified' }, 'email.blocked', false, 'channel'],
    [{ RCPT: '554 5.7.1 Relay access denied' }, 'email.relay-refused', false, 'channel'],
    [
      { RCPT: '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain' },
      'email.relay-refused',
      false,
      'channel',
    ],
    [{ RCPT: '530 5.7.0 log in first' }, 'email.login-refused', false, 'channel'],
    [{ MAIL: '550 5.7.1 sender blocked' }, 'email.blocked', false, 'channel'],
    [{ MAIL: '452 4.3.1 disk full' }, 'email.down', true, 'channel'],
    [{ DATA: '554 5.7.1 spam' }, 'email.letter-refused', false, 'message'],
    [{ '.': '554 5.7.1 spam' }, 'email.letter-refused', false, 'message'],
    [{ '.': '571 we do not want this' }, 'email.letter-refused', false, 'message'],
    [{ DATA: '554 5.7.1 Service unavailable; Client host [::1] blocked using x' }, 'email.blocked', false, 'channel'],
    [{ '.': '552 5.3.4 too big' }, 'email.letter-refused', false, 'message'],
    [{ '.': '451 4.3.0 later' }, 'email.later', true, 'person'],
    [{ '.': '421 4.3.2 shutting down' }, 'email.later', true, 'person'],
    [{ EHLO: '421 busy', HELO: '421 busy' }, 'email.down', true, 'channel'],
  ];
  for (const [said, code, retryable, scope] of answers) {
    await using server = await startSmtpScript(wellBut(said));
    assert.deepEqual(sorted(await faultOf(server.port)), [code, retryable, scope, undefined], JSON.stringify(said));
  }
});

test('N6: a server that is blocked, gone or silent at the greeting is down', async () => {
  await using blocked = await startSmtpScript(wellBut({}), '554 5.7.1 your network is blocked');
  assert.deepEqual(sorted(await faultOf(blocked.port)), ['email.blocked', false, 'channel', undefined]);
  const fault = await faultOf(await freePort());
  assert.deepEqual(sorted(fault), ['email.down', true, 'channel', undefined]);
  assert.match(fault.message, /\(connection refused\)$/);
  assert.match(fault.remedy ?? '', /mail\.smtp/);
});

test('N6: a fault says whether the mail server itself refused or is out of order; a broken connection says neither', async () => {
  assert.equal(
    mailFault({ responseCode: 550, response: '550 5.1.1 no', command: 'RCPT TO' }, 'not-sent').place,
    'email',
  );
  assert.equal(mailFault({ code: 'ETIMEDOUT' }, 'not-sent').place, 'email');
  assert.equal(mailFault({ code: 'ESOCKET' }, 'whole').place, undefined);
  assert.equal(mailFault({ code: 'EENVELOPE' }, 'not-sent').place, undefined);
});

test('the reason is named when something else than a mail server answers, or the name is nobody’s', async () => {
  await using web = await startSmtpScript(wellBut({}), 'HTTP/1.1 400 Bad Request');
  assert.match((await faultOf(web.port)).message, /\(not a mail server\)$/);
  assert.match(mailFault({ code: 'EDNS', originalCode: 'ENOTFOUND' }, 'not-sent').message, /\(name not found\)$/);
  assert.match(mailFault({ code: 'ETIMEDOUT' }, 'not-sent').message, /\(time-out\)$/);
  const odd = { code: 'ESOCKET', originalCode: 'canary', message: 'canary' };
  assert.ok(!mailFault(odd, 'not-sent').message.includes('canary'));
});

test('what neither the mail server nor the connection said is a bug, and no reason to stop all mail', () => {
  for (const bug of [
    new TypeError('undefined is not a function'),
    Object.assign(new TypeError('no'), { code: 'ERR_INVALID_ARG_TYPE' }),
    Object.assign(new Error('the letter broke'), { code: 'ESTREAM' }),
    undefined,
  ]) {
    assert.throws(
      () => mailFault(bug, 'not-sent'),
      (thrown) => thrown === bug,
    );
  }
});

test('an attempt whose time was over before it began says that, and nothing about the mail server', async () => {
  await using mailer = await openMailer(settings(1));
  const late = new Fault('too late', { code: 'outbox.timeout', retryable: true, scope: 'message' });
  await assert.rejects(mailer.send(letter(), AbortSignal.abort(late)), (thrown) => thrown === late);
});

test('N6: cut before the 250 the outcome is unknown, cut within the letter it is not', async () => {
  await using cutAfter = await startSmtpScript((line, socket) => {
    if (line !== '.') return wellBut({})(line, socket);
    socket.destroy();
    return undefined;
  });
  assert.deepEqual(sorted(await faultOf(cutAfter.port)), ['email.uncertain', true, 'person', 'unknown']);

  await using cutAtData = await startSmtpScript((line, socket) => {
    if (line !== 'DATA') return wellBut({})(line, socket);
    socket.destroy();
    return undefined;
  });
  assert.deepEqual(sorted(await faultOf(cutAtData.port)), ['email.down', true, 'channel', undefined]);
});

test('N6: 421 in the middle of the letter is an answer: it was not taken', async () => {
  await using server = await startSmtpScript((line, socket) => {
    if (line !== '(letter)') return wellBut({})(line, socket);
    socket.end('421 4.3.2 going down\r\n');
    return 'stop';
  });
  const fault = await faultOf(server.port);
  assert.deepEqual([fault.retryable, fault.outcome], [true, undefined]);
});

test('an attempt that is given up ends at once', async () => {
  await using server = await startSmtpScript((line, socket) => (line === '.' ? undefined : wellBut({})(line, socket)));
  await using mailer = await openMailer(settings(server.port));
  const giveUp = new AbortController();
  const sending = mailer.send(letter(), giveUp.signal);
  while (!server.heard.includes('.')) await new Promise((resolve) => setImmediate(resolve));
  giveUp.abort();
  await assert.rejects(sending, (error: Fault) => error.code === 'email.uncertain' && error.outcome === 'unknown');
});

test('N6: with STARTTLS stripped nothing leaves, neither letter nor password', async () => {
  await using server = await startSmtpScript(wellBut({ STARTTLS: '502 5.5.1 unknown command' }));
  const fault = await faultOf(server.port, {
    starttls: 'required',
    user: 'porter',
    password: new Secret('canary-smtp'),
  });
  assert.deepEqual(sorted(fault), ['email.tls', false, 'channel', undefined]);
  assert.ok(fault.remedy);
  assert.ok(!server.heard.some((line) => /^(MAIL|AUTH)/.test(line)), server.heard.join('\n'));
});

test(
  'N6: a certificate that nobody vouches for is refused, with STARTTLS and from the first byte',
  needsOpenssl(),
  async () => {
    await using upgrading = await startSmtpServer({ ...certificate() });
    assert.deepEqual(sorted(await faultOf(upgrading.port, { starttls: 'required' })), [
      'email.tls',
      false,
      'channel',
      undefined,
    ]);
    await using secure = await startSmtpServer({ secure: true, ...certificate() });
    assert.deepEqual(sorted(await faultOf(secure.port, { secure: true })), ['email.tls', false, 'channel', undefined]);
    assert.equal(upgrading.caught.length + secure.caught.length, 0);
  },
);

test('N6: a server that takes nothing without TLS is told as that, not as a wrong password', async () => {
  await using server = await startSmtpScript(wellBut({ MAIL: '530 5.7.0 Must issue a STARTTLS command first' }));
  const fault = await faultOf(server.port);
  assert.deepEqual(sorted(fault), ['email.tls', false, 'channel', undefined]);
  assert.match(fault.remedy ?? '', /without TLS/);
});

test('N6: with a certificate that is trusted the letter leaves over TLS', needsOpenssl(), async () => {
  const { key, cert } = certificate();
  await using server = await startSmtpServer({ key, cert });
  await using mailer = await openMailer(settings(server.port, { starttls: 'required', ca: cert }));
  await mailer.send(letter(), never);
  assert.equal(server.caught[0]?.secure, true);
});

test('TLS is a must for every mail server but one on this machine', () => {
  for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '::1']) assert.equal(starttlsFor(host, true), 'never');
  for (const host of ['mail.example.org', '10.0.0.1', '127.0.0.1.example.org', 'localhost.example.org']) {
    assert.equal(starttlsFor(host, true), 'required', host);
    assert.equal(starttlsFor(host, false), 'offered', host);
  }
});

test('smtps:// where the server begins in clear text, and smtp:// on 465, are told with the address to write', async () => {
  const asked = (port: number, secure: boolean) => ({ host: 'mail.example.org', port, secure });
  const broken = (originalCode: string) => Object.assign(new Error(), { code: 'ESOCKET', originalCode });
  const mixed = mailFault(broken('ERR_SSL_WRONG_VERSION_NUMBER'), 'not-sent', asked(587, true));
  assert.equal(mixed.code, 'email.tls');
  assert.match(mixed.remedy ?? '', /STARTTLS.*write smtp:\/\/mail\.example\.org:587 .*, not smtps:/);
  const silent = Object.assign(new Error(), { code: 'ETIMEDOUT' });
  assert.match(mailFault(silent, 'not-sent', asked(465, false)).remedy ?? '', /write smtps:\/\/mail\.example\.org:465/);
  // The real thing: a server that says its greeting in clear text.
  await using server = await startSmtpServer();
  const { remedy } = await faultOf(server.port, { secure: true });
  assert.match(remedy ?? '', /write smtp:\/\//);
});

test('a certificate that cannot be trusted and a name that is nowhere each have their own sentence and step', () => {
  const asked = { host: 'mail.example.org', port: 465, secure: true };
  const of = (originalCode: string) => {
    const { message, remedy } = mailFault(
      Object.assign(new Error(), { code: 'ESOCKET', originalCode }),
      'not-sent',
      asked,
    );
    return `${message}. ${remedy}`;
  };
  assert.match(of('DEPTH_ZERO_SELF_SIGNED_CERT'), /self-signed.*NODE_EXTRA_CA_CERTS/);
  assert.match(of('CERT_HAS_EXPIRED'), /has expired.*Renew/);
  assert.match(of('ERR_TLS_CERT_ALTNAME_INVALID'), /another name.*names mail\.example\.org/);
  assert.match(of('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), /vouch for it.*whole chain/);
  assert.match(of('ENOTFOUND'), /name not found.*mail\.example\.org spelt right/);
});
