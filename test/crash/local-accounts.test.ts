import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { ROOT } from '../../scripts/launch.mjs';
import type { CrashPoint } from '../../src/kernel/crash-point.ts';
import { makeApplicant } from '../journeys/support/applicant.ts';
import { type House, openHouse, PATIENCE } from '../journeys/support/house.ts';
import { ask } from '../support/ask.ts';
import { crashBuild } from '../support/crash-build.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { runAccounts } from '../support/local-accounts.ts';
import { linkIn } from '../support/mail.ts';
import { askMatrix, logIn } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { makeVisitor, type VisitedPage } from '../support/visitor.ts';

const SECRET = 'canary-identity-secret-0123456789';
/** Longer than bcrypt counts (72 bytes): here every byte does. */
const PASSWORD = 'quiet-harbour-42-lanterns, und über den Dächern ziehen langsam große Wolken hin';
/** Between the steps by which an approved application comes to an account and a password here. */
const points: readonly CrashPoint[] = [
  ...(['account.afterReserve', 'account.afterCreate', 'account.afterBind', 'account.afterHash'] as const),
];

describe('approved applications with accounts that live here, beside a real Synapse', needs('synapse'), () => {
  let house: House;
  let identityPort = 0;
  const user = (name: string) => `/_synapse/admin/v2/users/${encodeURIComponent(house.synapse.userId(name))}`;
  const isRight = async (name: string, password: string) => {
    const { body } = await ask(identityPort, `/${SECRET}/_matrix-internal/identity/v1/check_credentials`, {
      method: 'POST',
      body: JSON.stringify({ user: { id: house.synapse.userId(name), password } }),
    });
    return (JSON.parse(body) as { readonly auth: { readonly success: boolean } }).auth.success;
  };
  const accounts = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await house.porter.run('accounts', ...args);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  /** A person tries again where a page did not come. */
  const patiently = <Answer>(step: () => Promise<Answer>): Promise<Answer> =>
    eventually(async () => ({ answer: await step() }), { timeoutMs: PATIENCE, everyMs: 200, what: `${step}` }).then(
      ({ answer }) => answer,
    );

  before(async () => {
    await crashBuild();
    identityPort = await freePort();
    const listen = `127.0.0.1:${identityPort}`;
    house = await openHouse({
      program: 'crash-build',
      config: {
        accounts: { store: 'local', argon2: { memoryMiB: 19, passes: 2 } },
        identityApi: { listen, clients: { synapse: SECRET } },
      },
    });
    const { synapse } = house;
    await writeFile(path.join(synapse.dir, 'porter.secret'), SECRET, { mode: 0o600 });
    await copyFile(path.join(ROOT, 'synapse', 'porter_password.py'), path.join(synapse.dir, 'porter_password.py'));
    const config = { url: `http://${listen}`, secret_path: path.join(synapse.dir, 'porter.secret') };
    await synapse.restart({
      password_config: { localdb_enabled: false },
      modules: [{ module: 'porter_password.PorterPassword', config }],
    });
    await house.porter.ready(PATIENCE);
  });
  after(() => house?.[Symbol.asyncDispose]());

  for (const point of points) {
    test(`D4, D5: killed at ${point}, the application has one account here and one user there, and the password opens it`, async () => {
      await house.porter.stop();
      await house.porter.start({ wait: 'nothing', env: { PORTER_CRASH_AT: `${point}:1` } });
      const ended = house.porter.ended();
      const name = `at-${point.toLowerCase()}`;
      const applicant = makeApplicant(house, { username: name, displayName: `At ${point}` });
      await patiently(() => house.porter.ready(30_000));
      await applicant.applyAndProve();
      const notice = await house.notice(applicant.userId);
      await house.ada.react(house.room, notice.event_id, '✅');
      if (point !== 'account.afterHash') {
        assert.equal(await ended, 'SIGKILL');
        await house.porter.start({ wait: 'nothing' });
        await house.porter.ready(PATIENCE);
      }
      await house.letter(applicant.email, '/welcome/');
      const { admin } = house;
      const made = await admin.call('GET', user(name));
      assert.equal(made['displayname'], `At ${point}`);
      assert.equal((made['external_ids'] as readonly unknown[]).length, 1);
      assert.equal(await isRight(name, PASSWORD), false);
      if (point === 'account.afterHash') {
        await assert.rejects(applicant.setPassword(PASSWORD));
        assert.equal(await ended, 'SIGKILL');
        await house.porter.start({ wait: 'nothing' });
        await house.porter.ready(PATIENCE);
      }
      const page = await applicant.setPassword(PASSWORD);
      assert.equal(page.status, 200, page.title);
      assert.equal(await isRight(name, PASSWORD), true);
      assert.equal(await isRight(name, PASSWORD.slice(0, -1)), false);
      assert.equal(await (await applicant.logIn(PASSWORD)).whoami(), applicant.userId);
      assert.match(await accounts('show', name), /@example\.org\n.*found by name +no\n.*found by address +no/);
      await house.porter.kill();
      await house.porter.start({ wait: 'ready' });
      assert.equal(await isRight(name, PASSWORD), true);
    });
  }

  test('suspended, resumed and closed: refused here, and open sessions end at Synapse as well', async () => {
    const { admin, synapse } = house;
    const applicant = makeApplicant(house, { username: 'lena', findable: true });
    await applicant.applyAndProve();
    await house.ada.react(house.room, (await house.notice(applicant.userId)).event_id, '✅');
    await applicant.setPassword(PASSWORD);
    const session = await applicant.logIn(PASSWORD);
    const whoami = async () =>
      (await askMatrix(synapse.url, 'GET', '/_matrix/client/v3/account/whoami', { token: session.accessToken })).status;
    assert.equal(await whoami(), 200);
    assert.match(await accounts('show', 'lena'), /found by name +yes\n.*found by address +yes/);

    assert.match(await accounts('suspend', 'lena'), /is locked by the running Porter/);
    assert.equal(await isRight('lena', PASSWORD), false);
    await eventually(async () => (await whoami()) === 401, { timeoutMs: PATIENCE, what: 'the session is locked' });
    await accounts('resume', 'lena');
    await eventually(async () => (await whoami()) === 200, { timeoutMs: PATIENCE, what: 'the session goes on' });
    assert.equal(await isRight('lena', PASSWORD), true);
    await accounts('close', 'lena', '--yes');
    await eventually(async () => (await admin.call('GET', user('lena')))['deactivated'] === true, {
      ...{ timeoutMs: PATIENCE, what: 'the user is deactivated' },
    });
    assert.deepEqual([await isRight('lena', PASSWORD), await whoami()], [false, 401]);
    const again = await makeApplicant(house, { username: 'lena', email: 'other@example.org' }).apply();
    assert.match(again.html, /taken|somebody/i);
  });

  /** Starts Porter so that it is killed at this point. Resolves once it is ready, with when it has ended. */
  async function startDoomed(point: CrashPoint) {
    await house.porter.stop();
    await house.porter.start({ wait: 'nothing', env: { PORTER_CRASH_AT: `${point}:1` } });
    const ended = house.porter.ended();
    await patiently(() => house.porter.ready(30_000));
    return { ended };
  }

  const startAgain = async () => {
    await house.porter.start({ wait: 'nothing' });
    await patiently(() => house.porter.ready(PATIENCE));
  };
  const formTo = (page: VisitedPage, to: string) =>
    page.forms.find(({ action }) => new URL(action).pathname === to) ?? assert.fail(`${page.title}: no form to ${to}`);
  const told = (to: string, subject: RegExp) =>
    new Set(house.mail.lettersTo(to).flatMap((letter) => (subject.test(letter.subject) ? [letter.messageId] : [])));

  test('D5: killed once a new password is kept, it counts, sessions end and the person is told, once', async () => {
    const { porter, synapse } = house;
    const [first, second] = ['copper-Meadow-17-anchors', 'silver-Window-58-pebbles'];
    await runAccounts(porter, 'add mona --email mona@example.org --password-stdin', `${first}\n`);
    const phone = await logIn(synapse.url, 'mona', first);
    const visitor = makeVisitor();
    const signIn = async (password: string) => {
      const door = await visitor.open(`${porter.site}/sign-in`);
      return visitor.send(formTo(door, '/sign-in'), { name: 'mona', password });
    };
    const page = await signIn(first);
    const { ended } = await startDoomed('password.afterCommit');
    const typed = { current: first, password: second, repeat: second, endOthers: 'yes' };
    await assert.rejects(visitor.send(formTo(page, '/account/password'), typed));
    assert.equal(await ended, 'SIGKILL');
    await startAgain();
    assert.deepEqual([await isRight('mona', first), await isRight('mona', second)], [false, true]);
    const again = await visitor.send(formTo(page, '/account/password'), typed);
    assert.equal(new URL(again.url).pathname, '/sign-in', 'the browser never got the secret of its session');
    assert.equal(new URL((await signIn(second)).url).pathname, '/account');
    const isOut = async () =>
      (await askMatrix(synapse.url, 'GET', '/_matrix/client/v3/account/whoami', { token: phone.accessToken }))
        .status === 401;
    await eventually(isOut, { timeoutMs: PATIENCE, what: 'the session in the app ends' });
    await house.letter('mona@example.org', 'password');
    assert.equal((await accounts('show', 'mona')).match(/set-password/g)?.length, 1);

    const account = await visitor.open(`${porter.site}/account`);
    await visitor.send(formTo(account, '/account/email'), { email: 'mona@new.example', emailPassword: second });
    const proof = await visitor.open(linkIn(await house.letter('mona@new.example', '/email/')));
    const doomed = await startDoomed('address.afterCommit');
    const link = new URL(proof.url).pathname;
    await assert.rejects(visitor.send(formTo(proof, link)));
    assert.equal(await doomed.ended, 'SIGKILL');
    await startAgain();
    assert.equal((await visitor.send(formTo(proof, link))).status, 410);
    assert.match(await accounts('show', 'mona'), /mail +mona@new\.example\n/);
    const there = async () => JSON.stringify((await house.admin.call('GET', user('mona')))['threepids']);
    await eventually(async () => (await there()).includes('new.example'), {
      timeoutMs: PATIENCE,
      what: 'Synapse follows',
    });
    assert.doesNotMatch(await there(), /mona@example\.org/);
    const said = () => told('mona@example.org', /was changed/).size;
    await eventually(async () => said() === 2, { timeoutMs: PATIENCE, what: 'both changes are told' });
  });

  test('who forgets the welcome link and sets a password by the page for forgotten ones is in, and that link ends', async () => {
    const applicant = makeApplicant(house, { username: 'nora' });
    await applicant.applyAndProve();
    await house.ada.react(house.room, (await house.notice(applicant.userId)).event_id, '✅');
    await house.letter(applicant.email, '/welcome/');
    const visitor = makeVisitor();
    const page = await visitor.open(`${house.porter.site}/forgotten`);
    await visitor.send(formTo(page, '/forgotten'), { email: applicant.email });
    const form = await visitor.open(linkIn(await house.letter(applicant.email, '/password/')));
    const typed = { password: PASSWORD, repeat: PASSWORD };
    assert.equal((await visitor.send(formTo(form, new URL(form.url).pathname), typed)).status, 200);
    const notice = await house.notice(applicant.userId);
    const isSettled = async () => (await house.thread(notice)).some((text) => /password/.test(text));
    await eventually(isSettled, { timeoutMs: PATIENCE, what: 'the team hears of it' });
    assert.match((await applicant.welcome()).title, /already set/);
    assert.equal(await isRight('nora', PASSWORD), true);
  });

  test('V13: a name that Synapse has, and one that was closed here, are refused by accounts add', async () => {
    await house.synapse.registerUser('mia');
    for (const [name, refusal] of [
      ['mia', 'taken-there'],
      ['lena', 'name-taken'],
    ] as const) {
      const { code, stdout } = await house.porter.run('accounts', 'add', name, '--json');
      assert.deepEqual([code, JSON.parse(stdout)], [1, { ok: false, refusal }]);
    }
    const check = await house.porter.run('check');
    assert.match(check.stdout, /Synapse keeps no passwords of its own/);
  });

  test('D4, L11: a password that was chosen on the form opens the account; killed once it does, one letter says so, and the form’s hash is gone', async () => {
    await house.porter.configure({ registration: { password: 'form' } });
    const { ended } = await startDoomed('account.afterHash');
    const [weak, applicant] = ['password123', PASSWORD].map((password) =>
      makeApplicant(house, { username: 'olga', password }),
    );
    assert.ok(weak !== undefined && applicant !== undefined);
    const refused = await weak.apply();
    assert.equal(refused.status, 400);
    assert.ok(!refused.html.includes('password123'), 'no page repeats a password');
    await applicant.applyAndProve();
    const kept = () => {
      const db = new Sqlite(path.join(house.porter.dir, 'porter.db'), { readonly: true });
      try {
        return db.prepare<[], string>('select hash from chosen_passwords').pluck().all();
      } finally {
        db.close();
      }
    };
    assert.match(kept().join(), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^,]+$/);
    assert.equal(await isRight('olga', PASSWORD), false, 'nobody has decided');
    await house.ada.react(house.room, (await house.notice(applicant.userId)).event_id, '✅');
    assert.equal(await ended, 'SIGKILL');
    await startAgain();
    const letter = await house.letter(applicant.email, 'the password that you chose');
    assert.doesNotMatch(letter.text, /\/welcome\//);
    assert.equal(await (await applicant.logIn(PASSWORD)).whoami(), applicant.userId);
    assert.deepEqual(kept(), []);
    assert.equal((await accounts('show', 'olga')).match(/set-password/g)?.length, 1);
    assert.equal(told(applicant.email, /your account is ready/).size, 1);
    assert.match((await applicant.status()).html, /Sign in|log in|password/i);
    assert.ok(!(await house.porter.output()).includes(PASSWORD));
  });
});
