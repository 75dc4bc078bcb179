import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { hash } from '@node-rs/bcrypt';
import { freePort } from '../support/free-port.ts';
import { askMatrix } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { writeBotDatabase } from '../support/register-bot/database.ts';
import { makeVisitor } from '../support/visitor.ts';
import { makeApplicant } from './support/applicant.ts';
import { openHouse } from './support/house.ts';

const OLD = 'Correct-Horse-7-Battery';
const NEW = 'quiet-Harbour-41-lantern';
const token = '0123456789abcdef'.repeat(2);

describe('a server that had matrix-register-bot before', needs('synapse'), () => {
  test('people log in with their old passwords, applications are voted on, and mailed links go on working', async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    await using house = await openHouse({
      config: {
        accounts: { store: 'local', argon2: { memoryMiB: 19, passes: 2 } },
        identityApi: { listen },
      },
    });
    const { ada, porter, room, synapse } = house;
    // Who logged in at the bot is a user of the homeserver already.
    await synapse.registerUser('joerg');
    // As PHP writes it.
    const bcrypt = (await hash(OLD, 12)).replace(/^\$2b\$/, '$2y$');
    writeBotDatabase(
      path.join(porter.dir, 'db_file.sqlite'),
      [{ localpart: 'joerg', first: 'Jörg', last: 'O&#39;Brien', email: 'joerg@example.org', hash: bcrypt }],
      [
        { username: 'zoe', state: 6, first: 'Zoë', last: 'Müller', note: 'I sing &#34;alto&#34; in Ada&#39;s choir.' },
        { username: 'yan', state: 1, first: 'Yan', last: 'Li', note: 'Hello', token },
        { username: 'done', state: 100, first: 'Do', last: 'Ne' },
      ],
    );
    await writeFile(path.join(porter.dir, 'config.json'), JSON.stringify({ databaseURI: 'sqlite:db_file.sqlite' }));

    const looked = await porter.run('accounts', 'import', '--from-register-bot', 'config.json');
    assert.match(looked.stdout, /^1 account would be made, 0 there already, 1 left out\.$/m, looked.stderr);
    assert.match(
      looked.stdout,
      /^2 applications would be made, 1 for the team to decide, 1 whose address is not proved/m,
    );
    assert.match(looked.stdout, /^3 +done +accepted and done, or declined$/m);
    const made = await porter.run('accounts', 'import', '--from-register-bot', 'config.json', '--write');
    assert.match(made.stdout, /^2 applications made/m, made.stderr);
    const again = await porter.run('accounts', 'import', '--from-register-bot', 'config.json', '--write', '--json');
    const { accounts, applications } = JSON.parse(again.stdout) as Record<string, Record<string, unknown>>;
    assert.deepEqual([accounts?.['added'], accounts?.['there']], [0, 1]);
    assert.deepEqual([applications?.['waiting'], applications?.['unproved'], applications?.['there']], [0, 0, 2]);

    const module = await porter.run('accounts', 'synapse-module');
    await writeFile(path.join(synapse.dir, 'porter_password.py'), module.stdout);
    await synapse.restart({
      password_config: { localdb_enabled: false },
      modules: [{ module: 'porter_password.PorterPassword', config: { url: `http://${listen}` } }],
    });
    const logIn = async (user: string, password: string) => {
      const body = { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password };
      return (await askMatrix(synapse.url, 'POST', '/_matrix/client/v3/login', { body })).status;
    };
    assert.equal(await logIn('joerg', NEW), 403);
    assert.equal(await logIn('joerg', OLD), 200);
    assert.equal(await logIn('joerg', OLD), 200, 'the hash is a new one by now');

    // Somebody who waits for the team is voted on in the room, and ends with a password of her own.
    const zoe = makeApplicant(house, { username: 'zoe' });
    const notice = await house.notice(zoe.userId);
    assert.match(
      String(notice.content.body).replaceAll('\u2060', ''),
      /Zoë Müller[\s\S]*I sing "alto" in Ada's choir\./,
    );
    assert.match((await zoe.status()).url, /\/status\//);
    await ada.react(room, notice.event_id, '✅');
    await zoe.setPassword(NEW);
    assert.equal(await logIn('zoe', NEW), 200);

    // The link of the bot's letter, with its two slashes, shows a button, and only the button proves the address.
    const visitor = makeVisitor();
    const page = await visitor.open(`${porter.site}//verify.php?t=${token}`);
    assert.equal(new URL(page.url).pathname, `/prove/${token}`);
    const button = page.forms.find(({ method, action }) => method === 'post' && action.includes('/prove/'));
    assert.ok(button, page.html);
    assert.match((await visitor.send(button)).url, /\/status\//);
    await house.notice(synapse.userId('yan'));
    const old = await visitor.open(`${porter.site}/verify_admin.php?t=${token}&allow=1`);
    assert.match(old.html, /vote there with ✅ or ❌/);
    assert.doesNotMatch(await porter.output(), /canary-|Horse|0123456789abcdef/);
  });
});
