import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newestForm, openNow } from '../../../test/support/open-now.ts';
import { typedFields } from '../../../test/support/order.ts';
import { refuse } from '../../kernel/outcome.ts';
import type { OwnTexts } from '../../kernel/own-texts.ts';

const text = (of: string, language?: string): OwnTexts[number] => ({ language, text: { kind: 'text', text: of } });
const link = (url: string, language?: string): OwnTexts[number] => ({ language, text: { kind: 'link', url } });

const pages = {
  terms: [link('https://example.org/terms')],
  rules: [text('Be kind.\nAlways.\n\nSee https://example.org/why. <script>alert(1)</script>')],
  privacy: [text('Nothing is kept.', 'en'), link('https://example.org/datenschutz', 'de')],
  imprint: [text('Chor e. V.', 'de')],
  contact: [link('mailto:hello@example.org')],
};
const own = { pages, versions: { rules: '0f9e8d7c6b5a' } };
const german = { 'accept-language': 'de' };

describe("the operator's own texts", () => {
  test('every page links to them in its footer, in its language', async () => {
    await using site = await openNow({}, { own });
    for (const path of ['/', '/status/status-1', '/nope', '/rules']) {
      const { body } = await site.get(path);
      const foot = body.slice(body.indexOf('<footer'));
      for (const href of ['https://example.org/terms', '/rules', '/privacy', '/imprint', 'mailto:hello@example.org']) {
        assert.ok(foot.includes(`href="${href}"`), `${path}: ${href}`);
      }
    }
    const { body } = await site.get('/', german);
    assert.match(body, /<footer.*href="https:\/\/example\.org\/datenschutz"[^>]*>Datenschutz</);
  });

  test('without any there is no such part of the footer, and no such page', async () => {
    await using site = await openNow();
    const { body } = await site.get('/');
    assert.doesNotMatch(body.slice(body.indexOf('<footer')), /<nav/);
    for (const path of ['/terms', '/rules', '/privacy', '/imprint', '/contact']) {
      assert.equal((await site.get(path)).status, 404, path);
    }
  });

  test('H3, S17: a text is a page of paragraphs, escaped, in which only web addresses become links', async () => {
    await using site = await openNow({}, { own });
    const { status, body } = await site.get('/rules');
    assert.equal(status, 200);
    assert.match(body, /<p>Be kind\.<br\/>Always\.<\/p>/);
    assert.match(
      body,
      /<p>See <a href="https:\/\/example\.org\/why" rel="noreferrer">https:\/\/example\.org\/why<\/a>\./,
    );
    assert.match(body, /&lt;script>alert\(1\)/);
    assert.match(body, /Version 0f9e8d7c6b5a/);
  });

  test('a text in another language says which; a link in the language of the reader is followed', async () => {
    await using site = await openNow({}, { own });
    assert.match((await site.get('/imprint')).body, /<div lang="de"><p>Chor e\. V\.<\/p>/);
    assert.equal((await site.get('/privacy')).status, 200);
    const led = await site.get('/privacy', german);
    assert.equal(led.status, 303);
    assert.equal(led.headers.location, 'https://example.org/datenschutz');
  });

  test('the text above the form is shown there, and nowhere else', async () => {
    await using site = await openNow({}, { intro: [text('We are a choir.\n\nRehearsals are on Mondays.')] });
    const { body } = await site.get('/');
    assert.ok(body.indexOf('Rehearsals') < body.indexOf('<form'));
    assert.doesNotMatch((await site.get('/nope')).body, /choir/);
  });
});

describe('what has to be accepted', () => {
  const accept = { value: 'terms 1a2b3c4d5e6f, rules 0f9e8d7c6b5a', names: ['terms', 'rules'] as const };
  const required = new Set(['username', 'email', 'accepted'] as const);
  const filled = { username: 'shirin', displayName: '', email: 'shirin@example.org', reason: '' };

  test('S17: is a box on the form, not ticked, with links to the texts', async () => {
    await using site = await openNow({ accept, requiredFields: required }, { own });
    const { body } = await site.get('/');
    assert.match(
      body,
      /<input[^>]*type="checkbox"[^>]*name="accepted"[^>]*value="terms 1a2b3c4d5e6f, rules 0f9e8d7c6b5a"/,
    );
    assert.doesNotMatch(body, /type="checkbox"[^>]*checked/);
    assert.match(
      body,
      /href="https:\/\/example\.org\/terms" target="_blank"[^>]*>Terms of use<\/a> and <a href="\/rules"/,
    );
  });

  test('S17: is handed on as the box says, and stays ticked when the form comes back', async () => {
    await using site = await openNow({ accept, requiredFields: required }, { own });
    const kept = await site.post('/apply', { ...filled, accepted: accept.value, switch: 'de' });
    assert.match(kept.body, /type="checkbox"[^>]*checked/);
    await site.post('/apply', { ...filled, accepted: accept.value });
    assert.deepEqual(newestForm(site.calls), [
      'submit',
      { typed: typedFields({ ...filled, accepted: accept.value }), language: 'de', network: undefined },
    ]);
  });

  test('S17: a box of an older form is no longer ticked, because its texts have changed', async () => {
    const problems = async () => ({ kind: 'problems', problems: [{ field: 'accepted', refusal: 'changed' }] }) as const;
    await using site = await openNow({ accept, requiredFields: required, submit: problems }, { own });
    const { status, body } = await site.post('/apply', { ...filled, accepted: 'terms 000000000000' });
    assert.equal(status, 400);
    assert.match(body, /id="accepted-wrong">These texts have changed/);
    assert.doesNotMatch(body, /type="checkbox"[^>]*checked/);
  });

  test('S17: nothing to accept: no box', async () => {
    await using site = await openNow();
    assert.doesNotMatch((await site.get('/')).body, /checkbox/);
  });
});

describe('programs on the welcome page', () => {
  const clients = [
    { name: 'App', url: 'https://app.example/?server={server}&at={homeserver}' },
    { name: 'Other', url: 'https://other.example/{userId}' },
    { name: 'Plain', url: 'https://plain.example' },
  ];
  const welcome = { password: 'x', repeat: 'x' };

  test('open with the server already chosen where their address names it', async () => {
    await using site = await openNow({}, { clients });
    const { body } = await site.post('/welcome/welcome-1', welcome);
    const app = 'https://app.example/?server=porter.test&amp;at=https%3A%2F%2Fmatrix.porter.test';
    assert.ok(
      body.includes(`<a href="${app}" rel="noreferrer"><bdi>App</bdi></a><span class="hint"> opens with our server`),
    );
    assert.ok(body.includes('href="https://other.example/%40shirin%3Aporter.test"'));
    assert.equal(body.split('already chosen').length, 2);
  });

  test('are left out where their address needs a user ID that is not known', async () => {
    await using site = await openNow({ peekWelcome: async () => refuse('used') }, { clients });
    const { body } = await site.get('/welcome/welcome-1');
    assert.ok(body.includes('https://plain.example') && !body.includes('other.example'));
  });
});
