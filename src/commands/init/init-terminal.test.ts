import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder } from '../../../test/support/installation.ts';
import { needsTerminal, typeAt } from '../../../test/support/terminal.ts';
import { loadConfig } from '../../app/load-config.ts';

const ENTER = '\r';
/** Nothing listens there, so nothing is found out. */
const silent = ['--homeserver-url', 'http://127.0.0.1:9'];
const given = [...silent, '--server-name', 'kirchturm.invalid', '--homeserver-public-url', 'http://127.0.0.1:9'];

test(
  'on a terminal Enter takes the suggestion, and what is typed takes its place; the password of the mail server is not shown',
  needsTerminal(),
  async (t) => {
    const cwd = await emptyFolder(t);
    const { code, screen } = await typeAt(['init', '--dir', '.', ...given], cwd, [
      { after: 'find the pages?', type: ENTER },
      { after: 'Name of the service', type: `Kirchturm${ENTER}` },
      { after: 'Language of the team room', type: `de${ENTER}` },
      { after: 'run in a container', type: `no${ENTER}` },
      { after: 'reach Porter?', type: ENTER },
      { after: 'Team room', type: ENTER },
      { after: '(empty: nobody, so the room must exist)', type: `@me:kirchturm.invalid${ENTER}` },
      { after: 'How many', type: `many${ENTER}` },
      // What was wrong stays, to be corrected.
      { after: 'It must be a whole number', type: `\u007f\u007f\u007f\u007f2${ENTER}` },
      { after: 'Sender of the letters', type: ENTER },
      { after: 'Mail server', type: `smtp://join:pw@x@mail.kirchturm.invalid:587${ENTER}` },
      { after: 'answer smtp://mail.kirchturm.invalid:587,', type: `\u0015smtp://mail.kirchturm.invalid:587${ENTER}` },
      { after: 'User name at mail.kirchturm.invalid (empty: it asks for no log-in)', type: `join${ENTER}` },
      { after: 'Password of join', type: ` canary@#/${ENTER}` },
      { after: 'Write the files to', type: ENTER },
    ]);
    assert.equal(code, 0, screen);
    assert.doesNotMatch(screen, /canary/);
    assert.equal(await readFile(path.join(cwd, 'data', 'smtp-password'), 'utf8'), ' canary@#/\n');
    const loaded = await loadConfig(path.join(cwd, 'config.yaml'), {});
    assert.ok(loaded.ok);
    const { site, registration, mail } = loaded.config;
    assert.deepEqual(
      [site?.publicUrl, site?.title, site?.language, registration?.room, registration?.admin],
      ['https://join.kirchturm.invalid', 'Kirchturm', 'de', '#team:kirchturm.invalid', '@me:kirchturm.invalid'],
    );
    assert.deepEqual([registration?.approvals, mail?.user, mail?.smtp.port], [2, 'join', 587]);
  },
);

test('on a terminal Ctrl-C at any question stops, and nothing is written', needsTerminal(), async (t) => {
  const dir = path.join(await emptyFolder(t), 'x');
  const { code, screen } = await typeAt(['init', '--dir', dir, ...given], path.dirname(dir), [
    { after: 'find the pages?', type: '\u0003' },
  ]);
  assert.equal(code, 2, screen);
  assert.match(screen, /Stopped; nothing was written\./);
  assert.ok(!existsSync(dir));
});
