import assert from 'node:assert/strict';
import { test } from 'node:test';
import { submitted } from '../../../test/contract/samples.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import type { Proof } from '../ports/application-store.ts';
import { PROVE_LINK_LIFE } from '../settings.ts';
import { askAgain, mayAskAt, oneMore, proofDue } from './ask-again.ts';
import { KEPT } from './letter-times.ts';

const now = 1_700_000_000_000;
const to = submitted();
const proof: Proof = { applicationId: to.id, codes: [], nextIssue: 4, wrong: 2, asked: [], mail: 'sent' };
const lettersOf = (jobs: readonly { readonly payload: Readonly<Record<string, unknown>> }[]) =>
  jobs.map(({ payload }) => [payload['letter'], payload['issue']]);

test('one more letter has a number of its own, and the newest letter is the one that is waited for', () => {
  const { proof: next, jobs } = oneMore(to, proof, 'prove', now);
  assert.deepEqual(next, { ...proof, nextIssue: 5, mail: 'waiting' });
  assert.deepEqual(lettersOf(jobs), [['prove', 4]]);
  assert.deepEqual(lettersOf(oneMore({ ...to, entry: 3 }, proof, 'welcome', now).jobs), [['welcome', 3_004]]);
  assert.equal(oneMore(to, proof, 'received', now).proof.mail, 'sent');
});

test('a letter that goes out by itself counts as asked for and is not doubled', () => {
  const asked = askAgain(to, proof, { letter: 'received', waits: true, due: now }, now);
  assert.deepEqual(asked, { ok: true, value: { proof: { ...proof, asked: [now] }, jobs: [] } });
});

test('S8: above its pace an application is told when it may ask again, and nothing changes', () => {
  const often = { ...proof, asked: [now - MINUTE, now - MINUTE] };
  assert.deepEqual(askAgain(to, often, { letter: 'welcome', waits: false, due: now }, now), {
    ...{ ok: false, refusal: 'limited', detail: { at: now + 4 * MINUTE } },
  });
});

test('S8: an application asks for so many letters in a day and no more, of whatever kind', () => {
  const asked = Array.from({ length: KEPT }, (_, index) => now - 20 * HOUR + index * HOUR);
  assert.equal(mayAskAt(asked.slice(1), now), now);
  assert.equal(mayAskAt(asked, now), now + 4 * HOUR);
  assert.equal(mayAskAt(asked, now + 4 * HOUR), now + 4 * HOUR);
});

test('N7: times that a clock a year ahead wrote keep nobody from asking', () => {
  const ahead = Array.from({ length: KEPT }, () => now + 365 * DAY);
  assert.ok(mayAskAt(ahead, now) - now <= HOUR);
});

test('S8: a letter that would come after its link has ended never goes out', () => {
  assert.equal(proofDue([], now), now);
  assert.equal(proofDue([now, now, now], now), now + HOUR);
  assert.equal(
    proofDue(
      Array.from({ length: 3 + PROVE_LINK_LIFE / HOUR }, () => now),
      now,
    ),
    undefined,
  );
  assert.deepEqual(oneMore(to, proof, 'prove', undefined).jobs, []);
});
