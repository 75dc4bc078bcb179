import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { passwordForm } from '../kernel/password-form.ts';
import { say } from '../texts/say.ts';
import { makePasswordJudge } from './password-judge.ts';

const judge = makePasswordJudge(['Porter Test', 'porter.test']);
const about = ['lena', 'Lena Ortiz', 'lena.ortiz@example.org'];

test('S11: length counts characters, the limit of Synapse counts bytes, and nothing is cut', async () => {
  const good = 'vK7qw-Zt0x!m';
  const refusal = async (password: string) => (await judge.judge(password, about))?.refusal;
  assert.equal(await refusal(good.slice(0, 9)), 'too-short');
  assert.equal(await refusal(good), undefined);
  assert.equal(await refusal(`${good}${'é'.repeat(30)}`), undefined);
  assert.equal(await refusal(`${good}${'é'.repeat(31)}`), 'too-many-bytes');
  assert.equal(await refusal('x'.repeat(257)), 'too-long');
  assert.equal(await refusal('𝄞'.repeat(257)), 'too-long');
  assert.equal(await refusal('x'.repeat(10_000)), 'too-long');
  assert.equal(await refusal(''), 'too-short');
});

test('S11: the two spellings of one letter are one password, and spaces at the ends are kept', () => {
  assert.equal(passwordForm('Zoe\u0308'), passwordForm('Zoë'));
  assert.equal(passwordForm('  spaced  '), '  spaced  ');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const whole = text.toWellFormed();
      assert.equal(passwordForm(whole.normalize('NFC')), passwordForm(whole.normalize('NFD')));
    }),
  );
});

test('S11: what is guessed first is refused, with a reason that the pages have a sentence for', async () => {
  for (const [password, refusal] of [
    ['password12', 'common'],
    ['qwertzuiop', 'guessable'],
    ['aaaaaaaaaaaa', 'guessable'],
    ['abcdefghijkl', 'guessable'],
    ['1234567890', 'common'],
    ['Geburtstag1', 'guessable'],
    ['sommer2026!', 'guessable'],
  ] as const) {
    const judged = await judge.judge(password, about);
    assert.ok(judged, password);
    if (refusal === 'common') assert.equal(judged.refusal, 'common', password);
    if (judged.why) assert.notEqual(say('de', judged.why as Parameters<typeof say>[1]), judged.why);
  }
});

test('S11: only the first 16 units are estimated: what is good by then stays good, what is weak stays weak', async () => {
  const strong = 'vK7qw-Zt0x!mRe4p';
  const weak = 'aaaaaaaaaaaaaaaa';
  assert.equal(
    [strong, weak].every(({ length }) => length === 16),
    true,
  );
  assert.equal(await judge.judge(`${strong}${weak}`, about), undefined);
  assert.equal((await judge.judge(`${weak}${strong}`, about))?.refusal, 'guessable');
  // A character outside the first plane takes two UTF-16 units; half of one at the end does no harm.
  assert.equal((await judge.judge(`${'𝄞'.repeat(8)}${strong}`, about))?.refusal, 'guessable');
  assert.equal(await judge.judge(`${strong.slice(0, 15)}𝄞𝄞`, about), undefined);
});

test('S11: signs in the place of letters are read as letters, within the limit too', async () => {
  for (const password of ['p4ssw0rdp4ssw0rd', 'P@$$w0rd12', 'l3tm31n2026', '1l0v3y0u!!']) {
    assert.ok(await judge.judge(password, about), password);
  }
});

test('S11: names of the person and of the service make no password', async () => {
  for (const password of ['lena.ortiz@example.org', 'Lena Ortiz 1', 'porter.test1', 'PorterTest12', 'lenalenalena']) {
    const judged = await judge.judge(password, about);
    assert.ok(judged, password);
  }
  assert.equal((await judge.judge('Lena Ortiz 1', about))?.why, 'site.password.why.userInputs');
  assert.equal(await judge.judge('Lena likes 7 purple otters', about), undefined);
});

test('S11: every password gets a judgement, in whatever plane, form and length it is written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (password) => {
      const nfc = await judge.judge(password.toWellFormed().normalize('NFC'), about);
      const nfd = await judge.judge(password.toWellFormed().normalize('NFD'), about);
      assert.deepEqual(nfc, nfd);
      if (nfc === undefined) {
        const kept = passwordForm(password);
        assert.ok([...kept].length >= 10 && Buffer.byteLength(kept) <= 72);
      }
    }),
    { numRuns: 60 },
  );
});
