import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestSite } from '../../../test/support/site-door.ts';
import { siteUseCases } from '../../../test/support/site-use-cases.ts';
import { refuse } from '../../kernel/outcome.ts';

test('S13: while too many passwords are hashed the welcome page says when to try again', async () => {
  const { useCases } = siteUseCases({ setPassword: async () => refuse('busy', undefined) });
  await using site = await openTestSite({ useCases });
  const answer = await site.post('/welcome/welcome-1', { password: 'sesame', repeat: 'sesame' });
  assert.deepEqual([answer.status, answer.headers['retry-after']], [429, '5']);
  assert.match(answer.body, /Try again in a few seconds/);
});

test('S11: over one link so many passwords are judged in a minute and no more, wherever they come from', async () => {
  const { calls, useCases } = siteUseCases({
    setPassword: async () => refuse('password', { refusal: 'guessable', why: 'site.password.why.userInputs' }),
  });
  await using site = await openTestSite({ useCases, limits: { passwords: { count: 3, per: 60_000 } } });
  const form = { password: 'sesame', repeat: 'sesame' };
  const answers = [];
  for (let n = 0; n < 5; n += 1) {
    answers.push(await site.post('/welcome/welcome-1', form, { 'x-forwarded-for': `198.51.100.${n}` }));
  }
  assert.deepEqual(
    answers.map(({ status }) => status),
    [400, 400, 400, 429, 429],
  );
  assert.ok(Number(answers[3]?.headers['retry-after']) > 0);
  const later = answers[3]?.body ?? '';
  assert.match(later, /you can continue in one minute/);
  assert.match(later, /<form[^>]*action="\/welcome\/welcome-1"/, 'the way on is the form itself');
  assert.doesNotMatch(later, /sesame/);
  assert.equal(calls.filter(([name]) => name === 'setPassword').length, 3);
  assert.notEqual((await site.post('/welcome/welcome-2', form)).status, 429);
});
