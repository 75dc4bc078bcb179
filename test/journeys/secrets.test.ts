import assert from 'node:assert/strict';
import { chmod, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { request } from 'undici';
import { canary, filesIn, holdsNone } from '../support/canaries.ts';
import { codeIn } from '../support/mail.ts';
import { needs } from '../support/needs.ts';
import { runPorterCommand } from '../support/porter-command.ts';
import type { VisitedPage } from '../support/visitor.ts';
import { makeApplicant } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';
import { opens, readiness } from './support/unfinished.ts';

const LOGIN = { user: 'porter', password: canary('mail-password') };

describe('secrets stay secret, whatever goes wrong on the way', needs('synapse'), () => {
  let house: House;
  let data: string;
  /** Those of the installation, which nobody outside may ever see. */
  const own = new Map<string, string>();
  /** Those of one person, who finds them in letters and on pages of their own. */
  const personal = new Map<string, string>();
  const pages: VisitedPage[] = [];

  before(async () => {
    // Whatever the umask of whoever starts Porter is.
    const umask = process.umask(0);
    after(() => process.umask(umask));
    house = await openHouse({
      mail: { login: LOGIN },
      config: {
        mail: { user: LOGIN.user, password: LOGIN.password },
        storage: { sqlite: 'kept/here/porter.db' },
        logging: { level: 'debug' },
      },
    });
    data = path.join(house.porter.dir, 'kept');
    own.set('the as_token', house.synapse.registration.asToken);
    own.set('the hs_token', house.synapse.registration.hsToken);
    own.set('the password of the mail server', LOGIN.password);
    const key = await readFile(path.join(house.porter.dir, 'porter.key'), 'utf8');
    own.set('the key', key.trim().split(' ')[1] ?? '');
  });
  after(() => house?.[Symbol.asyncDispose]());

  test('somebody comes in, while the mail server refuses the log-in and the homeserver is killed', async () => {
    const { porter, mail, synapse, ada, room } = house;
    const lena = makeApplicant(house, { username: 'lena' });
    const [mistyped, chosen] = [canary('short-lived-password'), canary('password')];
    personal.set('a password that was not set', mistyped);
    personal.set('the password', chosen);
    personal.set('a password that was refused', 'canary-7');

    await porter.stop();
    await porter.configure({ mail: { password: 'canary-mail-password-that-is-wrong' } });
    own.set('a wrong password of the mail server', 'canary-mail-password-that-is-wrong');
    await porter.start({ wait: 'ready' });
    pages.push(await lena.apply());
    await porter.waitForLog((line) => JSON.stringify(line).includes('email.login-refused'));
    const checked = await porter.run('check', '--json');
    holdsNone(checked.stdout + checked.stderr, own, 'what porter check says');
    await porter.stop();
    await porter.configure({ mail: { password: LOGIN.password } });
    await porter.start({ wait: 'ready' });

    const prove = await house.letter(lena.email, '/prove/');
    personal.set('the code', codeIn(prove));
    pages.push(await lena.proveByLink());
    const notice = await house.notice(lena.userId);
    await ada.react(room, notice.event_id, '✅');
    pages.push(await lena.welcome(), await lena.setPassword('canary-7'));
    await synapse.kill();
    const broken = await lena.setPassword(mistyped);
    assert.equal(broken.status, 503);
    await synapse.start();
    await opens(porter);
    pages.push(broken, await lena.setPassword(chosen), await lena.status());
    await lena.logIn(chosen);

    for (const letter of mail.letters) {
      for (const [, link = ''] of letter.text.matchAll(/https?:\/\/\S+\/(?:prove|status|welcome)\/([\w-]+)/g)) {
        personal.set(`a link of "${letter.subject}"`, link);
      }
    }
    const ticket = /\/check\/([\w-]+)/.exec(pages[0]?.url ?? '')?.[1];
    assert.ok(ticket);
    personal.set('the address of the "check your mail" page', ticket);
    assert.ok(personal.size >= 8, [...personal.keys()].join());
  });

  test('L1, S10: neither log, database, backup nor answer of any command holds one of them', async () => {
    const { porter } = house;
    const all = new Map([...own, ...personal]);
    // The code has 8 digits, which may stand anywhere by chance: only alone they are a code.
    const code = all.get('the code') ?? '';
    all.delete('the code');
    const backup = await porter.run('backup', path.join(data, 'copy.db'));
    assert.equal(backup.code, 0, backup.stderr);
    const said: [string, string][] = [];
    for (const command of ['check', 'applications list', 'applications show 1', 'outbox list']) {
      const { stdout, stderr } = await porter.run(...command.split(' '), '--json');
      said.push([`what porter ${command} says`, stdout + stderr]);
    }
    for (const page of ['metrics', 'readyz', 'healthz']) {
      const { body } = await request(`${porter.operations}/${page}`, { reset: true });
      said.push([`/${page}`, await body.text()]);
    }
    said.push(['the log', await porter.output()]);
    for (const [where, text] of said) {
      holdsNone(text, all, where);
      assert.doesNotMatch(text, new RegExp(`\\b${code}\\b|\\b${code.slice(0, 4)} ${code.slice(4)}\\b`), where);
    }
    assert.ok(said.at(-1)?.[1].includes('"level":"debug"'), 'the log is as talkative as it can be');
    const files = await filesIn(data);
    assert.ok(files.some((file) => file.endsWith('-wal')));
    for (const file of files) {
      const content = await readFile(file);
      holdsNone(content, all, file);
      assert.doesNotMatch(content.toString('latin1'), new RegExp(`(?<!\\d)${code}(?!\\d)`), file);
    }
    const command = await readFile(`/proc/${porter.pid}/cmdline`, 'utf8').catch(() => '');
    holdsNone(command, all, 'the command line');
  });

  test('L1: pages and letters hold nothing of the installation, and never a password', async () => {
    const passwords = [...personal].filter(([what]) => what.includes('password'));
    const never = new Map([...own, ...passwords]);
    for (const { html, url } of pages) holdsNone(html + url, never, `the page ${url}`);
    for (const { raw, subject } of house.mail.letters) holdsNone(raw, never, `the letter "${subject}"`);
    const events = await house.admin.messages(house.room, 500);
    holdsNone(JSON.stringify(events), new Map([...own, ...personal]), 'the team room');
  });

  test('L4: what Porter keeps is for its own user alone, whatever the umask', async () => {
    const modes = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
    for (const file of await filesIn(data)) assert.equal(await modes(file), '600', file);
    for (const dir of [data, path.join(data, 'here')]) assert.equal(await modes(dir), '700', dir);
  });

  test('L4: secrets that others on the machine can read are refused by name', async () => {
    const { porter, synapse } = house;
    for (const file of [porter.configFile, path.join(porter.dir, 'porter.key'), synapse.registrationFile]) {
      await chmod(file, 0o644);
      const { code, stdout, stderr } = await runPorterCommand(['serve', '--config', porter.configFile], {
        cwd: porter.dir,
        umask: 0,
      });
      assert.equal(code, 2, stdout);
      assert.ok((stdout + stderr).includes(path.basename(file)), `${file}: ${stdout}${stderr}`);
      await chmod(file, 0o600);
    }
    assert.equal((await readiness(porter)).status, 200);
  });
});
