import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openNow } from '../../../test/support/open-now.ts';
import { aCheckView, aStatusView } from '../../../test/support/site-use-cases.ts';
import { refuse } from '../../kernel/outcome.ts';
import type { CheckView } from '../../registration/prove/view-check.ts';
import type { StatusView } from '../../registration/status/view-status.ts';

/** The status page of such an application, entered `age` milliseconds ago. */
async function statusOf(view: Partial<StatusView>, age: number, path = '/status/status-1') {
  let now = 0;
  await using site = await openNow({ viewStatus: async () => aStatusView({ ...view, since: now - age }) });
  now = site.clock.now();
  return await site.get(path);
}

describe('the status page', () => {
  test('H15: looks again by itself while something is under way, ever more seldom', async () => {
    const pause = async (view: Partial<StatusView>, age: number) => (await statusOf(view, age)).headers['refresh'];
    assert.equal(await pause({ stage: 'approved' }, 1_000), '5');
    assert.equal(await pause({ stage: 'approved' }, 600_000), '60');
    assert.equal(await pause({ stage: 'approved' }, 86_400_000), '300');
    assert.equal(await pause({ stage: 'waiting' }, 1_000), '60');
    assert.equal(await pause({ stage: 'declined' }, 1_000), '60');
  });

  test('H15, N12: looks again in every stage while an email that is expected there waits, and no longer once it does not', async () => {
    for (const stage of ['admitted', 'closed', 'expired'] as const) {
      await using site = await openNow({
        viewStatus: async () => aStatusView({ stage, since: 0, mailWaits: site.clock.now() - 1_000 }),
      });
      const { headers, body } = await site.get('/status/status-1');
      assert.equal(headers['refresh'], '60', stage);
      assert.match(body, /cannot go out at the moment, since/);
      assert.match(body, /<a href="\/status\/status-1\?still=yes">/);
    }
  });

  test('H15: stays as it is when nothing is under way, where somebody types, and where the visitor has stopped it', async () => {
    for (const stage of ['submitted', 'admitted', 'settled', 'closed', 'expired', 'withdrawn'] as const) {
      assert.equal((await statusOf({ stage }, 1_000)).headers['refresh'], undefined, stage);
    }
    assert.equal((await statusOf({ stage: 'approved', nameLost: true }, 1_000)).headers['refresh'], undefined);
    const still = await statusOf({ stage: 'approved' }, 1_000, '/status/status-1?still=yes');
    assert.equal(still.headers['refresh'], undefined);
    assert.match(still.body, /no longer looks again by itself\. <a href="\/status\/status-1">/);
    assert.match((await statusOf({ stage: 'approved' }, 1_000)).body, /<a href="\/status\/status-1\?still=yes">/);
  });

  test('H15: what answers a form never looks again, because the form would be sent again', async () => {
    await using site = await openNow({ withdraw: async () => refuse('too-late') });
    const answer = await site.post('/status/status-1/withdraw', {});
    assert.equal(answer.status, 409);
    assert.equal(answer.headers['refresh'], undefined);
  });
});

describe('the page "check your mail"', () => {
  const stateOf = async (view: Partial<CheckView>) => {
    await using site = await openNow({
      viewCheck: async () => aCheckView({ createdAt: site.clock.now() - 100_000, ...view }),
    });
    return await site.get('/check/ticket-1/state');
  };

  test('H15: never looks again itself, because people type on it; a line in a frame does', async () => {
    await using site = await openNow();
    const page = await site.get('/check/ticket-1');
    assert.equal(page.headers['refresh'], undefined);
    assert.match(page.body, /<iframe [^>]*src="\/check\/ticket-1\/state" title="[^"]+"/);
    assert.equal((await stateOf({})).headers['refresh'], '10');
  });

  test('H15: the line leads on once the address is confirmed elsewhere, refused, or the application is over, and then rests', async () => {
    for (const [view, words] of [
      [{ statusToken: 'status-1', stage: 'waiting' }, /Your address is confirmed/],
      [{ mailRefused: true }, /does not accept email/],
      [{ stage: 'expired' }, /has ended/],
    ] as const) {
      const { body, headers } = await stateOf(view);
      assert.match(body, words);
      assert.match(body, /<a href="\/check\/ticket-1" target="_top">Go on</);
      assert.equal(headers['refresh'], undefined);
      assert.doesNotMatch(body, /<form|<header|<footer/);
    }
  });

  test('N12: while emails wait, page and line say so of all emails, and the line that they go out again', async () => {
    let waits = true;
    await using site = await openNow({
      viewCheck: async () =>
        aCheckView({
          createdAt: site.clock.now() - 100_000,
          mailWaits: waits ? Date.UTC(2026, 10, 21, 9, 30) : undefined,
        }),
    });
    // Opened before the outage was known: its line has heard of it since.
    const line = await site.get('/check/ticket-1/state');
    assert.match(line.body, /Our emails cannot go out at the moment, since .*9:30/);
    assert.doesNotMatch(line.body, /<a /);
    assert.equal(line.headers['refresh'], '10');

    const { body } = await site.get('/check/ticket-1');
    assert.match(body, /Our emails cannot go out at the moment, since .*9:30/);
    assert.doesNotMatch(body, /We are sending|We have sent|on its way/);
    const [, frame = ''] = /<iframe [^>]*src="([^"]+)"/.exec(body) ?? [];
    assert.match((await site.get(frame)).body, /cannot go out at the moment/);
    waits = false;
    const again = await site.get(frame);
    assert.match(again.body, /go out again/);
    assert.equal(again.headers['refresh'], '10');
    assert.doesNotMatch((await site.get('/check/ticket-1/state')).body, /go out/);
  });

  test('H15: a page of another site cannot frame it, and a ticket that is unknown has none', async () => {
    const { headers } = await stateOf({});
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'self'/);
    await using site = await openNow();
    assert.equal((await site.get('/check/nope/state')).status, 404);
  });

  test('a mistyped address stands in its field for correction', async () => {
    await using site = await openNow();
    assert.match((await site.get('/check/ticket-1')).body, /name="email" value="shirin@example\.org"/);
  });

  test('a corrected address that looks misspelt, or that this server cannot write to, is asked back beside its field', async () => {
    const answers = [refuse('misspelt', { instead: 'shirin@gmail.com' }), refuse('beyond-ascii', undefined)] as const;
    let asked = 0;
    await using site = await openNow({ correctAddress: async () => answers[asked++] ?? answers[0] });
    const slip = await site.post('/check/ticket-1/address', { email: 'shirin@gmial.com' });
    assert.equal(slip.status, 400);
    assert.match(slip.body, /Did you mean shirin@gmail\.com\?/);
    assert.match(slip.body, /name="instead\.email" value="shirin@gmail\.com"/);
    assert.match(slip.body, /type="hidden" name="sure" value="shirin@gmial\.com"/);
    const other = await site.post('/check/ticket-1/address', { email: 'şirin@example.org', sure: 'x' });
    assert.match(other.body, /cannot write to such addresses yet/);
    assert.deepEqual(site.calls.at(-2), ['correctAddress', 'ticket-1', 'şirin@example.org', 'x']);
  });
});
