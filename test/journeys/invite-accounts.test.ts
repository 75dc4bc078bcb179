import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { ask } from '../support/ask.ts';
import { freePort } from '../support/free-port.ts';
import { linkIn, startMail } from '../support/mail.ts';
import { runPorterCommand } from '../support/porter-command.ts';
import { startPorter } from '../support/porter-process.ts';
import { formWith, makeVisitor } from '../support/visitor.ts';

const PASSWORD = 'quiet-Harbour-41-lantern';
const TABLE = `localpart,email,password_hash,state
lena,Lena@Example.org,,
max,max@example.org,$2y$10$abcdefghijklmnopqrstuuQ6iVVt1yWw5p1bEwKkJ8u0lm1QwDBi2,
kim,,,
jo,jo@example.org,,suspended
Bad Name,bad@example.org,,
`;

test('imported people get one letter each, by whose link they set their first password; others get a link by hand', async () => {
  const [port, site, operations] = [await freePort(), await freePort(), await freePort()];
  await using mail = await startMail();
  await using porter = await startPorter({
    ports: { site, operations },
    config: {
      mail: { from: 'porter@porter.test', smtp: mail.url },
      site: { listen: `127.0.0.1:${site}`, publicUrl: `http://127.0.0.1:${site}`, language: 'de' },
      secrets: { key: { file: 'porter.key' } },
      accounts: { store: 'local', serverName: 'example.org', argon2: { memoryMiB: 19, passes: 2 } },
      identityApi: { listen: `127.0.0.1:${port}` },
    },
    start: false,
  });
  await porter.start();
  const run = (...args: readonly string[]) => runPorterCommand(['accounts', ...args], { cwd: porter.dir });
  const logsIn = async (name: string) => {
    const { body } = await ask(port, '/_matrix-internal/identity/v1/check_credentials', {
      method: 'POST',
      body: JSON.stringify({ user: { id: `@${name}:example.org`, password: PASSWORD } }),
    });
    return body.includes('"success":true');
  };
  const visitor = makeVisitor();
  const setBy = async (link: string) => {
    const form = await visitor.open(link);
    const filled = { password: PASSWORD, repeat: PASSWORD };
    return await visitor.send(
      formWith(form, (_, type) => type === 'password'),
      filled,
    );
  };

  await writeFile(path.join(porter.dir, 'users.csv'), TABLE);
  const looked = await run('import', 'users.csv', '--send-links');
  assert.equal(looked.code, 1, looked.stderr);
  assert.match(looked.stdout, /4 accounts would be made.*1 letter with a link to set a password would go out/s);
  assert.match(looked.stdout, /Without password and mail address: kim\./);
  const written = await run('import', 'users.csv', '--send-links', '--write');
  assert.match(written.stdout, /4 accounts made.*1 letter with a link to set a password goes out/s);
  const letter = await mail.waitForLetter(({ to }) => to.includes('lena@example.org'), 60_000);
  assert.match(letter.text, /@lena:example\.org/);
  assert.match(letter.text, /7 Tage/);
  const again = JSON.parse((await run('import', 'users.csv', '--send-links', '--write', '--json')).stdout) as {
    readonly links: unknown;
  };
  assert.deepEqual(again.links, { letters: 0, before: 1, withoutAddress: ['kim'] });

  assert.equal((await setBy(linkIn(letter, '/password/'))).status, 200);
  assert.deepEqual([await logsIn('lena'), await logsIn('kim')], [true, false]);

  const printed = await run('link', 'kim', '--print');
  assert.equal(printed.code, 0, printed.stderr);
  assert.equal((await setBy(printed.stdout.split('\n')[0] ?? '')).status, 200);
  assert.equal(await logsIn('kim'), true);
  assert.match((await run('show', 'kim')).stdout, /make-link/);

  for (const [args, words] of [
    ['link kim', /no mail address: say --print/],
    ['link jo', /jo is suspended already/],
    ['link nobody', /There is no account nobody/],
  ] as const) {
    const { code, stderr } = await run(...args.split(' '));
    assert.equal(code, 1, args);
    assert.match(stderr, words);
  }
  assert.match((await run('link', 'max')).stdout, /goes to max@example\.org/);
  await mail.waitForLetter(({ to }) => to.includes('max@example.org'), 60_000);
  assert.equal(mail.letters.filter(({ subject }) => subject.includes('Wählen Sie ein Passwort')).length, 2);
  assert.doesNotMatch(await porter.output(), /\/password\/[A-Za-z0-9_-]{22}/);
});
