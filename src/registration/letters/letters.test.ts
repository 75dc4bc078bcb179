import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY, HOUR } from '../../kernel/clock.ts';
import { type Language, languageCodes } from '../../kernel/languages.ts';
import type { Letter } from '../../kernel/letter.ts';
import { wrap } from '../../texts/letters/plain.ts';
import type { Sender } from '../../texts/letters/section.ts';
import { addressChangedLetter } from './address-changed.ts';
import { alreadyAccountLetter } from './already-account.ts';
import { alreadyOpenLetter } from './already-open.ts';
import { approvedDelayedLetter } from './approved-delayed.ts';
import { expiredLetter } from './expired.ts';
import { nameLostLetter } from './name-lost.ts';
import { proveLetter } from './prove.ts';
import { receivedLetter } from './received.ts';
import { refusedLetter } from './refused.ts';
import { welcomeLetter } from './welcome.ts';

const site = 'https://join.porter.test';
const userId = '@lena:porter.test';
const statusLink = `${site}/status/AAAAAAAAAAAAAAAAAAAAAA`;
const link = `${site}/prove/BBBBBBBBBBBBBBBBBBBBBB`;
const homeserverUrl = 'https://matrix.porter.test';
const clients = [{ name: 'Element', url: 'https://element.example/' }];

const aWelcome = { userId, set: { link, life: 7 * DAY }, homeserverUrl, clients };

function allLetters(sender: Sender): Readonly<Record<string, Letter>> {
  return {
    prove: proveLetter(sender, { userId, link, code: '12345678' }),
    received: receivedLetter(sender, { userId, shortId: 7, statusLink }),
    welcome: welcomeLetter(sender, { ...aWelcome, howToUrl: `${site}/how`, again: false }),
    reminder: welcomeLetter(sender, { ...aWelcome, howToUrl: undefined, again: true }),
    chosen: welcomeLetter(sender, { ...aWelcome, set: undefined, howToUrl: undefined, again: false }),
    delayed: approvedDelayedLetter(sender, { userId, statusLink }),
    nameLost: nameLostLetter(sender, { userId, statusLink }),
    refused: refusedLetter(sender, { userId }),
    notProved: expiredLetter(sender, { userId, why: 'notProved' }),
    nobodyDecided: expiredLetter(sender, { userId, why: 'nobodyDecided' }),
    noNamePicked: expiredLetter(sender, { userId, why: 'noNamePicked' }),
    accountGone: expiredLetter(sender, { userId, why: 'accountGone' }),
    changed: addressChangedLetter(sender),
    haveAccount: alreadyAccountLetter(sender, { userId, homeserverUrl, forgottenUrl: 'https://porter.test/forgotten' }),
    haveOpen: alreadyOpenLetter(sender, { statusLink }),
  };
}

const sender = (language: Language, title = 'Porter Test'): Sender => ({
  ...{ language, title, publicUrl: site, links: [], mayReply: false },
});

test('every letter is written in every language, with the same links in text and HTML', () => {
  for (const language of languageCodes) {
    for (const [name, { subject, text, html }] of Object.entries(allLetters(sender(language)))) {
      assert.ok(subject.startsWith('Porter Test: '), `${name}: ${subject}`);
      for (const part of [subject, text, html]) assert.doesNotMatch(part, /letters\.|\{\{|undefined/, name);
      assert.ok(html.startsWith(`<!doctype html><html lang="${language}">`), name);
      const linksIn = (part: string) => new Set(part.match(/https:\/\/[^\s"<]+[^\s"<.,]/g));
      assert.deepEqual(linksIn(text), linksIn(html), name);
    }
  }
  const english = allLetters(sender('en'));
  for (const [name, letter] of Object.entries(allLetters(sender('de')))) {
    assert.notEqual(letter.text, english[name]?.text, name);
  }
});

test('a letter as text reads well at 72 columns, and every link stands whole on its line', () => {
  for (const language of languageCodes) {
    for (const [name, { text }] of Object.entries(allLetters(sender(language)))) {
      for (const line of text.split('\n')) {
        assert.ok(line.length <= 72 || /^ *(\w+: )?https:\S+$/.test(line), `${name}: ${line}`);
      }
      assert.match(text, /\n-- \n/, name);
    }
  }
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 90 }).filter((word) => !/\s/.test(word))), (words) => {
      const wrapped = wrap(words.join(' '));
      assert.deepEqual(wrapped.split(/[ \n]/).filter(Boolean), words);
      for (const line of wrapped.split('\n')) assert.ok(line.length <= 72 || !line.includes(' '));
    }),
  );
});

test('a letter fetches nothing from anywhere and runs nothing', () => {
  for (const letter of Object.values(allLetters(sender('en')))) {
    assert.doesNotMatch(letter.html, /<(img|script|link|iframe|object|form|input)|url\(|@import|src=/i);
  }
});

test('S8: the name in a letter to an address that is not proved is no link, in no part of it', () => {
  for (const name of ['evil.example/win-a-prize', 'www.evil.example', 'a.b-c.evil.example']) {
    const about = { userId: `@${name}:porter.test` };
    const letters = [
      proveLetter(sender('en'), { ...about, link, code: '12345678' }),
      expiredLetter(sender('en'), { ...about, why: 'notProved' }),
    ];
    for (const { subject, text, html } of letters) {
      for (const part of [subject, text, html]) assert.doesNotMatch(part, /evil\.example|@(evil|www|a)|:porter/);
      for (const part of [text, html]) assert.ok(part.replaceAll('\u2060', '').includes(about.userId));
    }
    const decided = expiredLetter(sender('en'), { ...about, why: 'nobodyDecided' });
    assert.ok(decided.text.includes(about.userId), 'the address is proved');
  }
});

test('the code is shown in two groups of four, in text and HTML', () => {
  const { text, html } = proveLetter(sender('en'), { userId, link, code: '12345678' });
  assert.match(text, /^ {2}1234 5678$/m);
  assert.match(html, />1234 5678</);
});

test('S9: a subject is one line whatever the title holds, and HTML in it stays text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...languageCodes), (title, language) => {
      for (const { subject } of Object.values(allLetters(sender(language, title)))) {
        assert.doesNotMatch(subject, /[\u0000-\u001f\u007f\u2028\u2029]/);
        assert.ok([...subject].length <= 200);
      }
    }),
    { numRuns: 30 },
  );
  const evil = allLetters(sender('en', 'a\r\nBcc: x@y <b>&"'));
  for (const { html, subject } of Object.values(evil)) {
    assert.doesNotMatch(html, /<b>/);
    assert.doesNotMatch(subject, /[\r\n]/);
  }
});

test("the letters to an address that may be a stranger's name nobody and nothing of the applicant", () => {
  const owned = alreadyAccountLetter(sender('en'), { userId: '@owner:porter.test', homeserverUrl });
  for (const { text } of [addressChangedLetter(sender('en')), owned]) {
    assert.doesNotMatch(text, /lena/);
    assert.match(text, /Ignore\s+this\s+email/);
  }
});

test('the letter to somebody who has an account already names its Matrix ID, in both languages', () => {
  for (const language of ['en', 'de'] as const) {
    const { text, html } = alreadyAccountLetter(sender(language), { userId: '@owner:porter.test', homeserverUrl });
    assert.match(text, /Matrix[- ]ID:\s+@owner:porter\.test/);
    assert.match(html, /@owner:porter\.test/);
  }
});

test('the letter that brings the status link tells who is meant by mistake to withdraw; the welcome letter where to log in', () => {
  const received = receivedLetter(sender('en'), { userId, shortId: 7, statusLink });
  assert.match(received.text, /Not you\? Withdraw it on that page\./);
  assert.doesNotMatch(received.text, /nothing more will happen/);
  const { text } = welcomeLetter(sender('en'), { ...aWelcome, howToUrl: undefined, again: false });
  assert.match(
    text.replaceAll('\n', ' '),
    /choose another homeserver and enter https:\/\/matrix\.porter\.test, then log in\./,
  );
});

test('the welcome letter to somebody who chose a password on the form brings no link that sets one', () => {
  const { text } = welcomeLetter(sender('en'), { ...aWelcome, set: undefined, howToUrl: undefined, again: false });
  assert.match(text.replaceAll('\n', ' '), /Sign in with the password that you chose when you applied\./);
  assert.doesNotMatch(text, /\/welcome\/|\/prove\/|The link/);
});

test('the welcome letter says how long its link is good', () => {
  const life = (ms: number) =>
    welcomeLetter(sender('en'), {
      userId,
      set: { link, life: ms },
      homeserverUrl,
      howToUrl: undefined,
      clients: [],
      again: false,
    }).text;
  assert.match(life(7 * DAY), /within 7 days/);
  assert.match(life(36 * HOUR), /within 36 hours/);
  assert.match(life(HOUR), /within one hour/);
});

test('imprint, privacy statement and contact stand below every letter, an address to write to as such', () => {
  const links = [
    { name: 'imprint', label: 'Imprint', url: `${site}/imprint` },
    { name: 'contact', label: 'Contact', url: 'mailto:hello@example.org' },
  ] as const;
  for (const [name, { text, html }] of Object.entries(allLetters({ ...sender('en'), links }))) {
    assert.match(
      text,
      /\n-- \n(?:.*\n)+Imprint: https:\/\/join\.porter\.test\/imprint\nContact: hello@example\.org\n$/,
      name,
    );
    assert.match(html, /<a href="https:\/\/join\.porter\.test\/imprint">Imprint<\/a>/, name);
    assert.match(html, /Contact: <a href="mailto:hello@example\.org">hello@example\.org<\/a>/, name);
  }
});

test('every letter says whether anybody reads a reply', () => {
  for (const language of languageCodes) {
    const letters = [false, true].map((mayReply) => allLetters({ ...sender(language), mayReply }));
    for (const [name, { text }] of Object.entries(letters[0] ?? {})) {
      assert.match(text, /nobody\s+would\s+read|Niemand\s+würde\s+die\s+Antwort\s+lesen/, name);
      assert.match(letters[1]?.[name]?.text ?? '', /may\s+reply\s+to|können\s+auf\s+diese\s+E-Mail\s+antworten/, name);
    }
  }
});

test('the letter about a closed account says so in its subject, and not that something has expired', () => {
  assert.equal(allLetters(sender('en')).accountGone?.subject, 'Porter Test: your account was closed');
  assert.equal(allLetters(sender('de')).accountGone?.subject, 'Porter Test: Ihr Konto wurde geschlossen');
  assert.equal(allLetters(sender('en')).nobodyDecided?.subject, 'Porter Test: your application has expired');
});
