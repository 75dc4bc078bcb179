import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import nodemailer from 'nodemailer';
import { ask } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startMail, type TestMail } from '../support/mail.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';

const TOKEN = 'canary-token-of-the-router-0123456789abcdef';

describe('a Porter with nothing but notifications: SQLite, one target and no homeserver', () => {
  let mail: TestMail;
  let porter: PorterProcess;
  let port: number;
  let smtpPort: number;

  before(async () => {
    mail = await startMail();
    port = await freePort();
    smtpPort = await freePort();
    porter = await startPorter({
      config: {
        mail: { from: 'porter@porter.test', smtp: mail.url },
        notifications: { targets: { ops: ['email:ops@example.org'], both: ['ops', 'email:second@example.org'] } },
        intake: {
          listen: `127.0.0.1:${port}`,
          smtp: { listen: `127.0.0.1:${smtpPort}` },
          senders: { router1: { token: { file: 'router1.token' }, to: ['ops'] } },
        },
      },
      start: false,
    });
    await writeFile(path.join(porter.dir, 'router1.token'), `${TOKEN}\n`, { mode: 0o600 });
    await porter.start();
  });
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await mail?.[Symbol.asyncDispose]();
  });

  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    ask(port, '/v1/notifications', {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const stateOf = async (id: string) => {
    const answer = await ask(port, `/v1/notifications/${id}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    return JSON.parse(answer.body) as { readonly deliveries: readonly { readonly state: string }[] };
  };

  test('what a program posts is kept, answered, delivered, and its state can be asked for', async () => {
    const answer = await post({
      title: 'Disk full',
      lines: ['sda1 at 98 %'],
      link: 'https://status.example/',
      urgency: 'now',
    });
    assert.equal(answer.status, 202);
    const { id } = JSON.parse(answer.body) as { readonly id: string };
    const letter = await mail.waitForLetter(({ subject }) => subject.includes('Disk full'));
    assert.equal(letter.subject, '🔴 [router1] Disk full');
    assert.deepEqual(letter.to, ['ops@example.org']);
    assert.match(letter.text, /sda1 at 98 %[\s\S]*https:\/\/status\.example\//);
    await eventually(async () => (await stateOf(id)).deliveries.every(({ state }) => state === 'delivered'), {
      what: 'the delivery confirmed',
    });
  });

  test('a mail to a target reaches its people', async () => {
    const auth = { user: 'router1', pass: TOKEN };
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true, auth });
    await transport.sendMail({
      from: 'nas@x',
      to: 'ops@porter',
      subject: 'By mail',
      text: 'from a disk',
      priority: 'low',
    });
    transport.close();
    const letter = await mail.waitForLetter(({ subject }) => subject.endsWith('By mail'));
    assert.match(letter.text, /from a disk/);
  });

  test('programs that speak to ntfy, Gotify, Slack, Apprise and Alertmanager reach people by their own doors', async () => {
    const bearer = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const alert = { status: 'firing', labels: { alertname: 'By Alertmanager' }, startsAt: '2026-11-30T11:32:44Z' };
    const posts = [
      ['/ops', 'By ntfy', { title: 'By ntfy' }],
      ['/', 'By JSON', { topic: 'ops', title: 'By JSON' }],
      ['/message', 'By Gotify', { title: 'By Gotify', message: 'x' }],
      [`/slack/${TOKEN}`, 'By Slack', { attachments: [{ title: 'By Slack' }] }],
      [`/notify/${TOKEN}`, 'By Apprise', { title: 'By Apprise' }],
      ['/alertmanager', 'By Alertmanager: firing', { groupKey: '{}', alerts: [alert] }],
    ] as const;
    for (const [door, title, body] of posts) {
      const headers = { ...bearer, ...(door === '/ops' && { title }) };
      const answer = await ask(port, door, { method: 'POST', headers, body: JSON.stringify(body) });
      assert.equal(answer.status, 200, `${door} ${answer.body}`);
      const letter = await mail.waitForLetter(({ subject }) => subject.includes(title));
      assert.deepEqual([letter.subject, letter.to], [`[router1] ${title}`, ['ops@example.org']]);
    }
  });

  test('H14: the same request again is answered as before and sent once; its key with another body is a conflict', async () => {
    const [first, second, other] = [
      await post({ title: 'Once' }, { 'idempotency-key': 'k-1' }),
      await post({ title: 'Once' }, { 'idempotency-key': 'k-1' }),
      await post({ title: 'Other' }, { 'idempotency-key': 'k-1' }),
    ];
    assert.deepEqual([first.status, second.status, other.status], [202, 202, 409]);
    const idOf = ({ body }: { readonly body: string }) => (JSON.parse(body) as { readonly id: string }).id;
    assert.equal(idOf(first), idOf(second));
    await mail.waitForLetter(({ subject }) => subject.includes('Once'));
    await post({ title: 'The end' });
    await mail.waitForLetter(({ subject }) => subject.includes('The end'));
    assert.equal(mail.letters.filter(({ subject }) => subject.includes('Once')).length, 1);
  });

  test('H14: no token, a wrong one, a target of others, an empty text: each is refused, and nothing of a list is half kept', async () => {
    const sent = mail.letters.length;
    const statuses = [
      (
        await ask(port, '/v1/notifications', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        })
      ).status,
      (await post({ title: 'x' }, { authorization: 'Bearer wrong' })).status,
      (await post({ title: 'x', to: ['both'] })).status,
      (await post({ title: 'x', to: ['nowhere'] })).status,
      (await post([{ title: 'fine' }, {}])).status,
      (await post([])).status,
    ];
    assert.deepEqual(statuses, [401, 401, 403, 403, 400, 413]);
    await post({ title: 'After the refusals' });
    await mail.waitForLetter(({ subject }) => subject.includes('After the refusals'));
    assert.equal(mail.letters.length, sent + 1);
  });

  test('porter send reaches a target and a single address, and says what became of it', async () => {
    const sent = await porter.run('send', '--to', 'both', 'By hand', 'first line', '--wait');
    assert.deepEqual([sent.code, sent.stderr], [0, '']);
    assert.match(sent.stdout, /^✓ email {2}\d+\.\d s\n✓ email {2}\d+\.\d s\n$/);
    const single = await porter.run('send', '--to', 'email:third@example.org', 'To one', '--wait');
    assert.equal(single.code, 0, single.stderr);
    assert.deepEqual(
      mail.lettersTo('third@example.org').map(({ subject }) => subject),
      ['[command] To one'],
    );
    const wrong = await porter.run('send', '--to', 'emial:third@example.org', 'To none');
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /names the channel emial, which there is not: did you mean email\?/);
    const off = await porter.run('send', '--to', 'telegram:42', 'To none');
    assert.equal(off.code, 2);
    assert.match(off.stderr, /telegram:42 needs channels\.telegram, which the configuration has not/);
    const bare = await porter.run('send', '--to', 'third@example.org', 'To none');
    assert.match(bare.stderr, /third@example\.org is no target; did you mean email:third@example\.org\?/);
  });

  test('a second test message arrives as well, and --wait says when no Porter is there to send', async () => {
    for (const count of [1, 2]) {
      assert.equal((await porter.run('send', '--test', '--to', 'email:tests@example.org', '--wait')).code, 0);
      assert.equal(mail.lettersTo('tests@example.org').length, count);
    }
    await porter.stop();
    const short = await porter.run('send', '--to', 'email:later@example.org', 'Not yet', '--wait', '--for', '1s');
    assert.equal(short.code, 1);
    assert.match(short.stderr, /1 of 1 did not arrive in time: kept, and Porter goes on trying/);
    assert.equal((await porter.run('send', '--to', 'both', 'x', '--for', 'soon', '--wait')).code, 2);
    assert.equal((await porter.run('send', '--to', 'both', 'x', '--for', '1s')).code, 2);
    const waiting = porter.run('send', '--to', 'email:late@example.org', 'Later', '--wait');
    await eventually(async () => (await porter.run('outbox', 'list')).stdout.includes('"Later"'));
    await porter.start();
    const { code, stderr } = await waiting;
    assert.deepEqual(
      [code, stderr],
      [0, 'No Porter runs here, so nothing leaves yet: start porter serve. Waiting for it.\n'],
    );
  });

  test('a test says of every target and each of its addresses what became of it, in the words of the service, and each gets it once', async () => {
    mail.fault({ trouble: 'refuse', to: (address) => address === 'second@example.org' });
    const lines = async (...args: readonly string[]) => {
      const { code, stdout } = await porter.run('send', '--test', ...args);
      return { code, lines: stdout.trimEnd().split('\n').toSorted() };
    };
    const before = mail.lettersTo('ops@example.org').length;
    const all = await lines();
    assert.equal(all.code, 1);
    assert.equal(all.lines.length, 3, all.lines.join('\n'));
    assert.match(all.lines[0] ?? '', /^✓ both {2}email:ops@example\.org {2}\d+\.\d s$/);
    assert.match(all.lines[1] ?? '', /^✓ ops {2}email:ops@example\.org {2}\d+\.\d s$/);
    assert.match(all.lines[2] ?? '', /^✗ both {2}email:second@example\.org {2}.*no such mailbox/);
    assert.equal(mail.lettersTo('ops@example.org').length, before + 1);
    const one = await porter.run('send', '--test', '--to', 'ops', '--json');
    const { ok, deliveries } = JSON.parse(one.stdout) as { ok: boolean; deliveries: Record<string, unknown>[] };
    assert.deepEqual(
      [one.code, ok, deliveries.map(({ target, address, state }) => [target, address, state])],
      [0, true, [['ops', 'email:ops@example.org', 'delivered']]],
    );
    const wrong = await porter.run('send', '--test', '--to', 'opps');
    assert.deepEqual([wrong.code, /did you mean ops\?/.test(wrong.stderr)], [2, true]);
  });

  test('porter send --wait of what was sent before says that it is only counted', async () => {
    const send = () => porter.run('send', '--to', 'email:twice@example.org', 'Twice', '--wait');
    assert.match((await send()).stdout, /^✓ email/);
    const again = await send();
    assert.match(again.stdout, /^The same was sent before as [0-9a-f-]{36}, .* only counted\.\n✓ email/);
    const json = await porter.run('send', '--to', 'email:twice@example.org', 'Twice', '--json');
    assert.equal(JSON.parse(json.stdout).merged, true);
  });

  test('porter send --wait says in a sentence what a delivery waits for', async () => {
    await mail.down();
    const sending = porter.run('send', '--to', 'email:patient@example.org', 'Patience', '--wait');
    await eventually(async () => (await porter.run('outbox', 'list')).stdout.includes('What is for email waits'));
    await mail.up();
    const { code, stdout, stderr } = await sending;
    assert.match(stderr, /^… email {2}waits: The mail server does not answer.*mail\.smtp/);
    assert.deepEqual([code, stdout.slice(0, 7)], [0, '✓ email']);
  });

  test('what is refused for good ends as undeliverable with the words of the service', async () => {
    mail.fault({ trouble: 'refuse', to: (address) => address === 'gone@example.org' });
    const sent = await porter.run('send', '--to', 'email:gone@example.org', 'To nobody', '--wait');
    assert.equal(sent.code, 1);
    assert.match(sent.stdout, /^✗ email {2}.*no such mailbox/);
    const refused = await porter.run('outbox', 'list', '--state', 'refused');
    assert.match(refused.stdout, /no such mailbox/);
    const [, number = ''] = /^\s*(\d+) /m.exec(refused.stdout.split('\n').slice(1).join('\n')) ?? [];
    const again = await porter.run('outbox', 'retry', number);
    assert.deepEqual([again.code, again.stdout], [1, '']);
    assert.match(again.stderr, /^The service refused job \d+ for good/);
    assert.ok((await porter.output()).includes('a notification was refused for good'));
  });

  test('porter send --wait says of a notification that came beyond the number of a minute what becomes of it', async () => {
    await porter.configure({ notifications: { flood: { perMinute: 1 } } });
    let tries = 0;
    const together = async () => {
      // Each says something else: what says the same is merged, and no longer beyond any number.
      tries += 1;
      await porter.run('send', '--to', 'email:many@example.org', `The first of try ${tries}`);
      const { code, stdout } = await porter.run(
        ...['send', '--to', 'email:many@example.org', `One too many in try ${tries}`, '--wait'],
      );
      return code === 0 && /shown together with the others/.test(stdout);
    };
    // A minute may end between the two.
    await eventually(together, { timeoutMs: 120_000, what: 'two within a minute' });
  });
});
