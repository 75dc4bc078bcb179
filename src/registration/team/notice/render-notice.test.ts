import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textOfHtml } from '../../../../test/support/html-text.ts';
import { anOrder } from '../../../../test/support/order.ts';
import { aCommon, ada, aWaiting, bo, event, stranger, teamSettings, user } from '../../../../test/support/team.ts';
import { parseEmailAddress } from '../../../kernel/email-address.ts';
import type { Localpart } from '../../../kernel/matrix-id.ts';
import type { Application } from '../../application.ts';
import { fields, toldFieldNames } from '../../fields.ts';
import type { Vote } from '../../rules/decision.ts';
import { editMessage, message } from '../room-message.ts';
import { type NoticeState, renderNotice } from './render-notice.ts';

const state: NoticeState = {
  voters: new Set([ada, bo]),
  people: new Map([[ada, 'Ada (@ada:porter.test)']]),
  provedAt: Date.UTC(2026, 10, 21, 10, 9),
};
const vote = (voter: Vote['voter'], choice: Vote['choice']): Vote => ({ id: `$${voter}-${choice}`, voter, choice });
const seen = (text: string) => text.replaceAll('\u2060', '');
const bodyOf = (application: Application, over: Partial<typeof teamSettings> = {}, now: Partial<NoticeState> = {}) =>
  seen(renderNotice(application, { ...state, ...now }, { ...teamSettings, ...over }).body);

test('the notice says who wants in, as whom, why, since when and what can be done', () => {
  const body = bodyOf(aWaiting());
  for (const part of [
    '#12',
    'Lena',
    '@lena:porter.test',
    'English',
    '2026-11-21 10:05 UTC',
    '4 minutes',
    '> I would like',
  ]) {
    assert.ok(body.includes(part), part);
  }
  assert.match(body, /own marks do not count/);
  assert.match(body, /!porter approve 12/);
});

test('the notice shows what was told: the name in its title, the reason in marked lines, or that there is none', () => {
  const order = { displayName: 'Lena Ortiz', reason: 'two\nlines' };
  const body = bodyOf(aWaiting({ order: anOrder(order) }));
  assert.match(body, /^#12 · Lena Ortiz would like to join\n/);
  assert.match(body, /\n\nReason:\n\n> two\n> lines\n/);
  const nothing = bodyOf(aWaiting({ order: anOrder() }));
  assert.match(nothing, /^#12 · lena would like to join\n/);
  assert.match(nothing, /\n\nReason: none given\n/);
});

test('an address proved within seconds is told so, not as a minute', () => {
  const { createdAt } = aWaiting();
  assert.match(bodyOf(aWaiting(), {}, { provedAt: createdAt + 3_000 }), /address proved less than a minute later/);
});

test('the address is shown as the configuration says', () => {
  assert.match(bodyOf(aWaiting(), { showEmail: 'full' }), /lena@mail\.example/);
  assert.match(bodyOf(aWaiting(), { showEmail: 'domain' }), /mail\.example/);
  assert.doesNotMatch(bodyOf(aWaiting(), { showEmail: 'domain' }), /lena@mail/);
  assert.doesNotMatch(bodyOf(aWaiting(), { showEmail: 'hidden' }), /mail\.example/);
});

test('V1: names stand under each side, and only those of people who may vote', () => {
  const votes = [vote(ada, 'approve'), vote(stranger, 'approve'), vote(bo, 'decline')];
  const body = bodyOf({ ...aWaiting(), votes } as Application);
  assert.match(body, /✅ 1 of 2: Ada \(@ada:porter\.test\)/);
  assert.match(body, /❌ 1 of 2: @bo:porter\.test/);
  assert.doesNotMatch(body, /mallory/);
});

test('who decided stays named after leaving the team', () => {
  const votes = [vote(ada, 'approve'), vote(bo, 'approve')];
  const decided = { votes, by: [ada, bo], how: 'votes', actsAt: 0, nameLost: false } as const;
  const approved: Application = { ...aCommon(), stage: 'approved', ...decided };
  const body = bodyOf(approved, {}, { voters: new Set([ada]) });
  assert.match(body, /Approved by Ada \(@ada:porter\.test\), @bo:porter\.test/);
  assert.match(body, /✅ 2 of 2/);
});

test('every stage has its outcome', () => {
  const decided = { votes: [], by: ['cli:root'], how: 'person' } as const;
  const at = Date.UTC(2026, 10, 21, 12, 15);
  const userId = user('lena');
  const stages: readonly (readonly [Application, RegExp])[] = [
    [aWaiting(), /Waiting for your votes/],
    [{ ...aCommon(), stage: 'approved', ...decided, actsAt: at, nameLost: false }, /Approved by root \(command line\)/],
    [{ ...aCommon(), stage: 'approved', ...decided, actsAt: at, nameLost: true }, /another name/],
    [{ ...aCommon(), stage: 'admitted', ...decided, userId }, /Approved by .*told in the thread/],
    [{ ...aCommon(), stage: 'settled', ...decided, userId }, /Approved by .*told in the thread/],
    [{ ...aCommon(), stage: 'declined', ...decided, actsAt: at }, /Declined by .*2026-11-21 12:15 UTC/],
    [{ ...aCommon(), stage: 'closed', ...decided }, /Declined by .*told in the thread/],
    [{ ...aCommon(), stage: 'expired', why: 'nobody-decided' }, /nobody decided/],
    [{ ...aCommon(), stage: 'expired', why: 'no-name-picked' }, /no other name/],
    [{ ...aCommon(), stage: 'withdrawn' }, /Withdrawn/],
  ];
  for (const [application, expected] of stages) assert.match(bodyOf(application), expected, application.stage);
  assert.match(
    bodyOf({ ...aCommon(), stage: 'approved', ...decided, actsAt: at, nameLost: false }, { approveDelay: 1 }),
    /12:15/,
  );
});

test('a German team reads German, whatever the applicant speaks', () => {
  const body = bodyOf(aWaiting({ order: anOrder({ displayName: 'مریم' }), language: 'de' }), { teamLanguage: 'de' });
  assert.match(body, /مریم möchte dazukommen/);
  assert.match(body, /Sprache: Deutsch/);
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '@room hello',
    '<a href="https://matrix.to/#/@ada:porter.test">Ada</a>',
    '<img src="mxc://porter.test/x">',
    '</blockquote><h1>Approved</h1>',
    'https://matrix.to/#/@ada:porter.test',
    '[Ada](https://matrix.to/#/@ada:porter.test)',
    '{{by}} $t(room.stopped.other) $& {{count}}',
    'a\n✅ 2 of 2: Ada (@ada:porter.test)',
    '&lt;b&gt;',
  ),
);

test('V11: whatever is typed: no tag, link, pill or ping comes of it, and plain text and HTML say the same', () => {
  const squeezed = (text: string) => text.replace(/[> \s]+/gu, '');
  fc.assert(
    fc.property(nasty, nasty, (displayName, reason) => {
      const text = renderNotice(aWaiting({ order: anOrder({ displayName, reason }) }), state, teamSettings);
      const content = message(text);
      assert.deepEqual(content['m.mentions'], {});
      assert.doesNotMatch(text.formatted_body, /<(?!\/?(?:h3|p|br|b|code|blockquote)\b ?\/?>)/u);
      for (const said of [text.body, text.formatted_body]) assert.doesNotMatch(said, /@room|matrix\.to|:\/\//iu);
      assert.equal(squeezed(textOfHtml(text.formatted_body)), squeezed(text.body));
      // Every line of the applicant's is marked: none can pass for a count of Porter's.
      assert.equal((text.body.match(/^✅/gmu) ?? []).length, 1);
    }),
  );
});

test('V11: the words of values are never taken for places to fill in', () => {
  const reason = '{{by}} $t(room.stopped.other)';
  assert.ok(seen(renderNotice(aWaiting({ order: anOrder({ reason }) }), state, teamSettings).body).includes(reason));
  assert.ok(
    seen(renderNotice(aWaiting({ order: anOrder({ displayName: reason }) }), state, teamSettings).body).includes(
      reason,
    ),
  );
});

test('V11: a user called room pings nobody', () => {
  const text = renderNotice(aWaiting({ localpart: 'room' as Localpart }), state, teamSettings);
  assert.doesNotMatch(JSON.stringify(text), /@room/i);
});

test('V12: the largest edit stays under 30 kB', () => {
  const many = Array.from({ length: 200 }, (_, at) => user(`${'&'.repeat(150)}${at}`));
  const people = new Map(many.map((id) => [id as string, `${'"'.repeat(40)} (${id})`]));
  const votes = many.map((id, at) => vote(id, at % 2 === 0 ? 'approve' : 'decline'));
  const email = parseEmailAddress(`${'&'.repeat(60)}@${`${'m'.repeat(60)}.`.repeat(3)}example`);
  assert.ok(email !== undefined);
  for (const character of ['"', '@', '😀', '&', '\u0301']) {
    const full = toldFieldNames.map((name) => [name, character.repeat(fields[name].cap)]);
    const over = { order: anOrder(Object.fromEntries(full)), email };
    const application = { ...aWaiting(over), votes } as Application;
    const big = renderNotice(
      application,
      { voters: new Set(many), people, provedAt: 0 },
      { ...teamSettings, showEmail: 'full' },
    );
    const bytes = Buffer.byteLength(JSON.stringify(editMessage(big, event('x'.repeat(43)))));
    assert.ok(bytes < 30_000, `${bytes} bytes of ${character}`);
  }
});
