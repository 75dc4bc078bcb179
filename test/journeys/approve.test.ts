import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { linkIn } from '../support/mail.ts';
import { MatrixRefusal } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { formWith } from '../support/visitor.ts';
import { makeApplicant, passwordForm } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';

const PASSWORD = 'quiet-harbour-42-lanterns';

describe('from the form to a log-in', needs('synapse'), () => {
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.[Symbol.asyncDispose]());

  test('somebody applies, proves the address by the link, is voted in, sets a password and logs in', async () => {
    const lena = makeApplicant(house, {
      username: 'lena',
      displayName: 'Lena Ortiz',
      reason: 'Ada told me about you.',
    });
    assert.match((await lena.apply()).title, /mail/i);
    assert.match((await lena.proveByLink()).url, /\/status\//);

    const notice = await house.notice(lena.userId);
    assert.equal(notice.content.msgtype, 'm.text');
    assert.deepEqual(notice.content['m.mentions'], {});
    // A word joiner keeps clients from making links of what an applicant typed.
    const body = String(notice.content.body).replaceAll('\u2060', '');
    for (const part of ['#1', 'Lena Ortiz', '@lena:porter.test', 'example.org', 'Ada told me about you.']) {
      assert.ok(body.includes(part), `${part} in ${body}`);
    }
    assert.ok(!body.includes('lena@example.org'), 'the domain alone is shown');
    const marks = await eventually(async () => {
      const events = await house.ada.relations(house.room, notice.event_id, 'm.annotation');
      return events.length === 2 && events;
    });
    const keys = marks.map(({ content }) => content['m.relates_to']?.key).sort();
    assert.deepEqual(keys, ['\u2705\ufe0f', '\u274c\ufe0f'], "as Element's pickers write them");

    await house.ada.react(house.room, notice.event_id, '✅');
    const welcome = await lena.welcome();
    assert.match(welcome.html, /@lena:porter\.test/);
    const after = await lena.setPassword(PASSWORD);
    assert.match(after.html, /@lena:porter\.test/);
    const user = await lena.logIn(PASSWORD);
    assert.equal(await user.whoami(), '@lena:porter.test');
    const account = await house.admin.call('GET', '/_synapse/admin/v2/users/@lena:porter.test');
    assert.equal(account['displayname'], 'Lena Ortiz');
    assert.deepEqual(
      (account['threepids'] as { address: string }[]).map(({ address }) => address),
      ['lena@example.org'],
    );
    await eventually(async () => /@ada:porter\.test|ada/.test(await house.shown(notice)));
  });

  test('S5: a welcome link opened twice sets one password and says that it was used', async () => {
    const max = makeApplicant(house, { username: 'max' });
    await max.applyAndProve();
    await house.ada.react(house.room, (await house.notice(max.userId)).event_id, '✅');
    const first = await max.welcome();
    await max.setPassword(PASSWORD);
    const again = await max.visitor.send(passwordForm(first), { password: 'another-harbour-43-lanterns' });
    assert.ok(again.status >= 400 || again.forms.every(({ kinds }) => !kinds.has('password')), String(again.status));
    await assert.rejects(max.logIn('another-harbour-43-lanterns'), MatrixRefusal);
    await max.logIn(PASSWORD);
  });

  test('a German applicant with a Persian display name is written to in German, weeks later as well', async () => {
    const wish = { username: 'shirin', displayName: 'شیرین نشاط', language: 'de-DE,de;q=0.9' };
    const shirin = makeApplicant(house, wish);
    const page = await shirin.apply();
    assert.match(page.html, /<html[^>]*lang="de"/);
    await shirin.proveByCode();
    const prove = await house.letter(shirin.email, '/prove/');
    assert.match(prove.text, /Adresse/);
    const notice = await house.notice(shirin.userId);
    assert.ok(String(notice.content.body).includes('شیرین نشاط'));
    await house.bo.react(house.room, notice.event_id, '✅');
    const welcome = await house.letter(shirin.email, '/welcome/');
    assert.match(welcome.text, /Konto/);
    await shirin.setPassword(PASSWORD);
    const user = await shirin.logIn(PASSWORD);
    const profile = await user.call(
      'GET',
      `/_matrix/client/v3/profile/${encodeURIComponent(shirin.userId)}/displayname`,
    );
    assert.equal(profile['displayname'], 'شیرین نشاط');
  });

  test('the name is told to be taken on the form, and nothing typed is lost', async () => {
    const other = makeApplicant(house, { username: 'ada', email: 'second-ada@example.org', reason: 'Me too.' });
    const page = await other.apply();
    assert.match(page.title, /^Error:/);
    const form = formWith(page, (name) => name === 'username');
    assert.equal(form.fields.get('email'), 'second-ada@example.org');
    assert.equal(form.fields.get('reason'), 'Me too.');
  });

  test('S7: an address that has an account gets the same page and another letter', async () => {
    const known = makeApplicant(house, { username: 'lena2', email: 'lena@example.org' });
    const unknown = makeApplicant(house, { username: 'lena3', email: 'nobody@example.org' });
    const [a, b] = [await known.apply(), await unknown.apply()];
    assert.equal(a.status, b.status);
    assert.equal(a.title, b.title);
    const plain = (html: string) => html.replaceAll(/lena[23]|lena@example\.org|nobody@example\.org|[\w.-]{22,}/g, '*');
    assert.equal(plain(a.html), plain(b.html));
    const letter = await house.mail.waitForLetter(
      ({ to, text }) => to.includes('lena@example.org') && !/\/(prove|status|welcome)\//.test(text),
    );
    assert.doesNotMatch(letter.text, /\d{4} \d{4}/);
    assert.throws(() => linkIn(letter, '/prove/'));
  });

  test('the applicant withdraws on the status page, and the notice says so', async () => {
    const nia = makeApplicant(house, { username: 'nia' });
    await nia.applyAndProve();
    const notice = await house.notice(nia.userId);
    const page = await nia.status();
    const form = page.forms.find(({ action }) => action.endsWith('/withdraw'));
    assert.ok(form);
    await nia.visitor.send(form);
    await eventually(async () => /withdr/i.test(await house.shown(notice)));
  });
});
