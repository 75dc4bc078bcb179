import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net, { type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import { Secret } from '../../kernel/secret.ts';
import { type MailerSettings, openMailer, starttlsFor } from './open-mailer.ts';

const address = (text: string): EmailAddress => parseEmailAddress(text) ?? assert.fail(text);
const JOB = '01a2b3c4-0000-7000-8000-00000000000a';
const DATE = Date.UTC(2026, 10, 21, 9, 30);
const letter = (over: Partial<Parameters<Awaited<ReturnType<typeof openMailer>>['send']>[0]> = {}) => ({
  to: address('lena@example.org'),
  subject: 'Prove your address',
  text: 'Hello Lena',
  html: '<p>Hello Lena</p>',
  jobId: JOB,
  date: DATE,
  ...over,
});
const settings = (port: number, over: Partial<MailerSettings> = {}): MailerSettings => ({
  from: { name: 'Porter', address: address('porter@porter.test') },
  bounce: undefined,
  host: '127.0.0.1',
  port,
  secure: false,
  user: undefined,
  password: undefined,
  starttls: 'never',
  headers: {},
  ...over,
});
const never = new AbortController().signal;

interface Caught {
  readonly mail: Email;
  readonly raw: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
}

/** A real SMTP server on a free port. */
async function startServer(options: SMTPServerOptions = {}) {
  const caught: Caught[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 1,
    // Its built-in certificate would be offered with a warning otherwise.
    disabledCommands: options.key === undefined ? ['STARTTLS'] : [],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        void PostalMime.parse(raw).then((mail) => {
          caught.push({
            mail,
            raw: raw.toString('latin1'),
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map((to) => to.address),
            secure: session.secure,
          });
          done();
        }, done);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    caught,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

type Script = (line: string, socket: Socket) => string | undefined;

/** A socket that says exactly what the script says: one answer a line, undefined for silence. Lines of a letter are not asked for. */
async function startScript(script: Script, greeting = '220 script') {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.write(`${greeting}\r\n`);
    let rest = '';
    let inLetter = false;
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (inLetter && line !== '.') {
          if (script('(letter)', socket) === 'stop') return;
          continue;
        }
        heard.push(line);
        const answer = script(line, socket);
        inLetter = line === 'DATA' && (answer ?? '').startsWith('354');
        if (answer !== undefined && !socket.destroyed) socket.write(`${answer}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Everything goes well but for the answers given. */
const wellBut =
  (answers: Readonly<Record<string, string>>): Script =>
  (line) => {
    const verb = line === '.' ? '.' : (line.split(/[ :]/)[0] ?? '').toUpperCase();
    const said = answers[verb];
    if (said !== undefined) return said;
    return { EHLO: '250 script', DATA: '354 go on', QUIT: '221 bye', '(LETTER)': '' }[verb] === ''
      ? undefined
      : ({ EHLO: '250 script', DATA: '354 go on', QUIT: '221 bye' }[verb] ?? '250 ok');
  };

async function faultOf(port: number, over: Partial<MailerSettings> = {}, to = 'lena@example.org'): Promise<Fault> {
  await using mailer = await openMailer(settings(port, over));
  const error = await mailer.send(letter({ to: address(to) }), never).then(
    () => assert.fail('the letter left'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Fault, inspect(error));
  return error;
}

const sorted = ({ code, retryable, scope, outcome }: Fault) => [code, retryable, scope, outcome];

test('a letter carries the id and the date of its job, and says that no person wrote it', async () => {
  await using server = await startServer();
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
  await using server = await startServer({ hide8BITMIME: true, hideSMTPUTF8: true });
  await using mailer = await openMailer(
    settings(server.port, { from: { name: 'Pförtner', address: address('p@porter.test') } }),
  );
  await mailer.send(letter({ subject: 'Grüße aus 日本', text: 'Ünï'.repeat(500), html: '<p>Ünï</p>' }), never);
  const [caught] = server.caught;
  assert.match(caught?.raw ?? '', /^[\x00-\x7f]+$/);
  assert.equal(caught?.mail.subject, 'Grüße aus 日本');
});

test('S9: whatever a name or subject holds, the parsed letter has the expected headers and one recipient', async () => {
  await using server = await startServer();
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
    { numRuns: 60 },
  );
});
const allowed = new Set(
  'from to subject message-id date auto-submitted x-auto-response-suppress x-ours mime-version content-type content-transfer-encoding'.split(
    ' ',
  ),
);

test('N6: greylisting is tried again after minutes, and concerns one person only', async () => {
  await using server = await startScript(wellBut({ RCPT: '451 4.7.1 greylisted, come back later' }));
  const fault = await faultOf(server.port);
  assert.deepEqual(sorted(fault), ['email.later', true, 'person', undefined]);
  assert.ok((fault.afterMs ?? 0) >= 60_000);
});

test('N6: an address refused for good is told apart from a server that does not serve us', async () => {
  const answers: readonly (readonly [Record<string, string>, string, boolean, string])[] = [
    [{ RCPT: '550 5.1.1 no such user' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '553 mailbox name not allowed' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '552 5.2.2 mailbox full' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '550 5.7.1 not for strangers' }, 'email.address-refused', false, 'person'],
    [{ RCPT: '554 5.7.1 Relay access denied' }, 'email.relay-refused', false, 'channel'],
    [{ RCPT: '530 5.7.0 log in first' }, 'email.login-refused', false, 'channel'],
    [{ MAIL: '550 5.7.1 sender blocked' }, 'email.blocked', false, 'channel'],
    [{ MAIL: '452 4.3.1 disk full' }, 'email.down', true, 'channel'],
    [{ DATA: '554 5.7.1 spam' }, 'email.blocked', false, 'channel'],
    [{ '.': '552 5.3.4 too big' }, 'email.letter-refused', false, 'message'],
    [{ '.': '451 4.3.0 later' }, 'email.later', true, 'person'],
    [{ '.': '421 4.3.2 shutting down' }, 'email.later', true, 'person'],
    [{ EHLO: '421 busy', HELO: '421 busy' }, 'email.down', true, 'channel'],
  ];
  for (const [said, code, retryable, scope] of answers) {
    await using server = await startScript(wellBut(said));
    assert.deepEqual(sorted(await faultOf(server.port)), [code, retryable, scope, undefined], JSON.stringify(said));
  }
});

test('N6: a server that is blocked, gone or silent at the greeting is down', async () => {
  await using blocked = await startScript(wellBut({}), '554 5.7.1 your network is blocked');
  assert.deepEqual(sorted(await faultOf(blocked.port)), ['email.blocked', false, 'channel', undefined]);
  const port = await (async () => {
    await using gone = await startScript(wellBut({}));
    return gone.port;
  })();
  assert.deepEqual(sorted(await faultOf(port)), ['email.down', true, 'channel', undefined]);
});

test('N6: cut before the 250 the outcome is unknown, cut within the letter it is not', async () => {
  await using cutAfter = await startScript((line, socket) => {
    if (line !== '.') return wellBut({})(line, socket);
    socket.destroy();
    return undefined;
  });
  assert.deepEqual(sorted(await faultOf(cutAfter.port)), ['email.uncertain', true, 'person', 'unknown']);

  await using cutAtData = await startScript((line, socket) => {
    if (line !== 'DATA') return wellBut({})(line, socket);
    socket.destroy();
    return undefined;
  });
  assert.deepEqual(sorted(await faultOf(cutAtData.port)), ['email.down', true, 'channel', undefined]);
});

test('N6: 421 in the middle of the letter is an answer: it was not taken', async () => {
  await using server = await startScript((line, socket) => {
    if (line !== '(letter)') return wellBut({})(line, socket);
    socket.end('421 4.3.2 going down\r\n');
    return 'stop';
  });
  const fault = await faultOf(server.port);
  assert.deepEqual([fault.retryable, fault.outcome], [true, undefined]);
});

test('an attempt that is given up ends at once', async () => {
  await using server = await startScript((line, socket) => (line === '.' ? undefined : wellBut({})(line, socket)));
  await using mailer = await openMailer(settings(server.port));
  const giveUp = new AbortController();
  const sending = mailer.send(letter(), giveUp.signal);
  while (!server.heard.includes('.')) await new Promise((resolve) => setImmediate(resolve));
  giveUp.abort();
  await assert.rejects(sending, (error: Fault) => error.code === 'email.uncertain' && error.outcome === 'unknown');
});

test('N6: with STARTTLS stripped nothing leaves, neither letter nor password', async () => {
  await using server = await startScript(wellBut({ STARTTLS: '502 5.5.1 unknown command' }));
  const fault = await faultOf(server.port, {
    starttls: 'required',
    user: 'porter',
    password: new Secret('canary-smtp'),
  });
  assert.deepEqual(sorted(fault), ['email.tls', false, 'channel', undefined]);
  assert.ok(fault.remedy);
  assert.ok(!server.heard.some((line) => /^(MAIL|AUTH)/.test(line)), server.heard.join('\n'));
});

test('N6: a certificate that nobody vouches for is refused, with STARTTLS and from the first byte', async () => {
  await using upgrading = await startServer({ ...certificate() });
  assert.deepEqual(sorted(await faultOf(upgrading.port, { starttls: 'required' })), [
    'email.tls',
    false,
    'channel',
    undefined,
  ]);
  await using secure = await startServer({ secure: true, ...certificate() });
  assert.deepEqual(sorted(await faultOf(secure.port, { secure: true })), ['email.tls', false, 'channel', undefined]);
  assert.equal(upgrading.caught.length + secure.caught.length, 0);
});

test('N6: with a certificate that is trusted the letter leaves over TLS', async () => {
  const { key, cert } = certificate();
  await using server = await startServer({ key, cert });
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

test('L3: a refused log-in is told without user, password or the words of the server', async () => {
  const login: SMTPServerOptions = {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error('no canary-answer'), { responseCode: 535 })),
  };
  await using server = await startServer(login);
  const over = { user: 'canary-user', password: new Secret('canary-password') };
  const fault = await faultOf(server.port, over);
  assert.deepEqual(sorted(fault), ['email.login-refused', false, 'channel', undefined]);
  await using mailer = await openMailer(settings(server.port, over));
  await assert.rejects(mailer.verify(), (error: Fault) => error.code === 'email.login-refused');
  assert.ok(!inspect(fault, { depth: 9, showHidden: true }).includes('canary'));
  assert.equal(fault.cause, undefined);
});

test('L3: no fault repeats the address it is about', async () => {
  await using server = await startScript(wellBut({ RCPT: '550 5.1.1 <canary@example.org> unknown' }));
  const fault = await faultOf(server.port, {}, 'canary@example.org');
  assert.ok(!inspect(fault, { depth: 9, showHidden: true }).includes('canary'));
});

test('verify logs in and sends nothing', async () => {
  await using server = await startServer({
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
  });
  await using mailer = await openMailer(settings(server.port, { user: 'u', password: new Secret('p') }));
  await mailer.verify();
  assert.equal(server.caught.length, 0);
});

let made: { readonly key: string; readonly cert: string } | undefined;
/** A certificate for 127.0.0.1 that vouches for itself. */
function certificate(): { readonly key: string; readonly cert: string } {
  if (made) return made;
  const folder = mkdtempSync(path.join(tmpdir(), 'porter-tls-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const about = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...args, ...about], { stdio: 'ignore' });
  made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  return made;
}
