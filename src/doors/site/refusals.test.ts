import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openNow, waysOn, withoutTokens } from '../../../test/support/open-now.ts';
import { type AllSiteUseCases, aCheckView, aStatusView } from '../../../test/support/site-use-cases.ts';
import { refuse } from '../../kernel/outcome.ts';

test('S15: whatever a step refuses, the page says it and leads on', async () => {
  const refusals: readonly (readonly [
    string,
    Partial<AllSiteUseCases>,
    string,
    Record<string, string> | undefined,
    number,
  ])[] = [
    ['wrong code', {}, '/check/ticket-1', { code: '1' }, 400],
    ['empty code', {}, '/check/ticket-1', { code: ' ' }, 400],
    ['old code', { enterCode: async () => refuse('expired', undefined) }, '/check/ticket-1', { code: '1' }, 400],
    ['tenth code', { enterCode: async () => refuse('ended', undefined) }, '/check/ticket-1', { code: '1' }, 410],
    ['used code', { enterCode: async () => refuse('used', undefined) }, '/check/ticket-1', { code: '1' }, 409],
    ['unknown ticket', { enterCode: async () => refuse('unknown', undefined) }, '/check/ticket-2', { code: '1' }, 404],
    [
      'name claimed',
      { enterCode: async () => refuse('name-claimed', undefined) },
      '/check/ticket-1',
      { code: '1' },
      409,
    ],
    [
      'address in use',
      { enterCode: async () => refuse('address-in-use', undefined) },
      '/check/ticket-1',
      { code: '1' },
      409,
    ],
    [
      'second name taken',
      { proveByCodeWithName: async () => refuse('taken', undefined) },
      '/check/ticket-1/name',
      { code: '1', username: 'x' },
      400,
    ],
    [
      'second name claimed',
      { proveByCodeWithName: async () => refuse('name-claimed', undefined) },
      '/check/ticket-1/name',
      { code: '1', username: 'x' },
      409,
    ],
    [
      'letter too soon',
      { resendProof: async () => refuse('limited', { at: Date.UTC(2026, 10, 22) }) },
      '/check/ticket-1/resend',
      {},
      429,
    ],
    ['letter too late', { resendProof: async () => refuse('ended', undefined) }, '/check/ticket-1/resend', {}, 410],
    [
      'no address',
      { correctAddress: async () => refuse('not-an-address', undefined) },
      '/check/ticket-1/address',
      { email: 'nope' },
      400,
    ],
    [
      'ticket of an ended one',
      { viewCheck: async () => aCheckView({ stage: 'expired' }) },
      '/check/ticket-1',
      undefined,
      410,
    ],
    ['link of an ended one', { peekProof: async () => refuse('ended', undefined) }, '/prove/prove-1', undefined, 410],
    ['used link', { peekProof: async () => refuse('used', undefined) }, '/prove/prove-1', undefined, 410],
    ['old link', { peekProof: async () => refuse('expired', undefined) }, '/prove/prove-1', undefined, 410],
    ['unknown link', {}, '/prove/nope', undefined, 404],
    ['link, name claimed', { proveByLink: async () => refuse('name-claimed', undefined) }, '/prove/prove-1', {}, 409],
    [
      'link, address in use',
      { proveByLink: async () => refuse('address-in-use', undefined) },
      '/prove/prove-1',
      {},
      409,
    ],
    [
      'link, second name bad',
      { proveByLink: async () => refuse('characters', undefined) },
      '/prove/prove-1',
      { username: 'Ä' },
      400,
    ],
    ['status unknown', {}, '/status/nope', undefined, 404],
    ['withdraw too late', { withdraw: async () => refuse('too-late') }, '/status/status-1/withdraw', {}, 409],
    ['withdraw unknown', { withdraw: async () => refuse('unknown') }, '/status/nope/withdraw', {}, 404],
    [
      'picked name taken',
      {
        pickName: async () => refuse('taken'),
        viewStatus: async () => aStatusView({ stage: 'approved', nameLost: true }),
      },
      '/status/status-1/name',
      { username: 'x' },
      400,
    ],
    [
      'welcome letter too soon',
      { resendWelcome: async () => refuse('limited', { at: Date.UTC(2026, 10, 22) }) },
      '/status/status-1/welcome',
      {},
      429,
    ],
    ['welcome unknown', {}, '/welcome/nope', undefined, 404],
    ['welcome used', { peekWelcome: async () => refuse('used') }, '/welcome/welcome-1', undefined, 410],
    ['welcome old', { peekWelcome: async () => refuse('expired') }, '/welcome/welcome-1', undefined, 410],
    ['welcome not now', { peekWelcome: async () => refuse('not-now') }, '/welcome/welcome-1', undefined, 409],
    ['password empty', {}, '/welcome/welcome-1', { password: '', repeat: '' }, 400],
    ['passwords differ', {}, '/welcome/welcome-1', { password: 'one thing', repeat: 'another' }, 400],
    [
      'password weak',
      { setPassword: async () => refuse('password', { refusal: 'guessable', why: 'site.password.why.dates' }) },
      '/welcome/welcome-1',
      { password: 'x', repeat: 'x' },
      400,
    ],
    [
      'link used meanwhile',
      { setPassword: async () => refuse('used', undefined) },
      '/welcome/welcome-1',
      { password: 'x', repeat: 'x' },
      410,
    ],
    [
      'new welcome too late',
      { renewWelcome: async () => refuse('too-late', undefined) },
      '/welcome/welcome-1/renew',
      {},
      409,
    ],
    ['old program', {}, '/verify.php?t=abc', undefined, 410],
  ];
  for (const [name, over, path, form, status] of refusals) {
    await using site = await openNow(over);
    const answer = form ? await site.post(path, form) : await site.get(path);
    assert.equal(answer.status, status, name);
    assert.match(answer.body, /<h1>/, name);
    assert.ok(waysOn(answer.body).length > 0, name);
    assert.doesNotMatch(withoutTokens(answer.body), /\{\{|undefined|NaN|Invalid Date/, name);
    const after = /href="([^"]*)\?lang=de"/.exec(answer.body)?.[1];
    if (form && after) assert.notEqual((await site.get(`${after}?lang=de`)).status, 405, name);
  }
});
