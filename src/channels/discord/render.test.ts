import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aDelivery, hostile } from '../../../test/support/deliveries.ts';
import { readMarkdown } from '../../../test/support/peers/discord/read-markdown.ts';
import type { Delivery, Notification } from '../../ports/channel.ts';
import { LONGEST_MESSAGE, render } from './render.ts';

const draw = (says: Partial<Notification>, over: Partial<Delivery> = {}) => render(aDelivery('channel:42', says, over));

test('title, lines, facts, link and since when it waited', () => {
  const says = {
    lines: ['sda1 at 98_5 %'],
    facts: [['host', 'db1']] as const,
    link: { url: 'https://a.test/x?y', label: 'Graph' },
  };
  assert.equal(
    draw(says, { waited: 'waiting since 21:40 (3 hours)' }),
    '**\\[router1] Disk full**\nsda1 at 98\\_5 %\n**host\\:** db1\n🔗 Graph: <https://a.test/x?y>\nwaiting since 21\\:40 (3 hours)',
  );
  assert.equal(
    draw({ link: { url: 'https://a.test/x', label: undefined } })
      .split('\n')
      .at(-1),
    '🔗 <https://a.test/x>',
  );
});

test('the symbol stands first, then the origin; both can be switched off', () => {
  assert.match(draw({ urgency: 'now' }), /^\*\*🔴 \\\[router1] Disk full\*\*/);
  assert.match(draw({ urgency: 'now' }, { show: { origin: false, symbol: true } }), /^\*\*🔴 Disk full\*\*/);
  assert.match(draw({ urgency: 'now' }, { show: { origin: false, symbol: false } }), /^\*\*Disk full\*\*/);
  assert.equal(draw({ title: '', origin: '', lines: ['only text'] }), 'only text');
});

test('a block keeps its columns', () => {
  const says = { title: '', origin: '', preformatted: true, lines: ['', '  NAME   SIZE', '  sda1   98 %', ''] };
  assert.equal(draw(says), '```\n  NAME   SIZE\n  sda1   98 %\n```');
});

test('what is no web address is text, and what nobody can see is a dot', () => {
  assert.equal(
    draw({ title: 'x', lines: [], origin: '', link: { url: 'javascript:alert(1)', label: 'press' } }),
    '**x**\npress: javascript\\:alert(1)',
  );
  assert.equal(draw({ title: '\u200b', lines: ['\u202e', ' '], origin: '' }), '…');
});

test('a long text is cut behind a line or word, with the share that is missing; heading and link stay whole', () => {
  const lines = Array.from({ length: 200 }, (_, number) => `${number} some_words`);
  for (const preformatted of [false, true]) {
    const content = draw({ lines, preformatted, link: { url: 'https://a.test/', label: undefined } });
    assert.ok(content.length <= LONGEST_MESSAGE && content.length > LONGEST_MESSAGE - 60, String(content.length));
    const { text, does } = readMarkdown(content);
    assert.match(text, /^\[router1\] Disk full\n/);
    assert.match(text, /some_words\n… \d\d % cut\n🔗 https:\/\/a\.test\/$/);
    assert.deepEqual(does.includes('block'), preformatted);
  }
  assert.match(draw({ lines: ['word '.repeat(1_000)] }), /word\n… \d\d % cut$/);
});

test('a long title goes on in the text, and facts keep half of the room', () => {
  const { text } = readMarkdown(draw({ title: 'a '.repeat(200), lines: ['b'], origin: '' }));
  assert.match(text, /^(?:a )+a…\n…(?:a )+a\nb$/);
  const facts = Array.from({ length: 100 }, (_, number) => [`name ${number}`, 'value'] as const);
  const both = readMarkdown(draw({ lines: ['word '.repeat(1_000)], facts })).text;
  assert.ok(both.includes('name 20: value') && both.includes('word word'));
});

test('V11, S3: any delivery fits, is well-formed, and does nothing but what Porter means', () => {
  const field = fc.oneof(
    fc.constantFrom(
      ...hostile,
      '`'.repeat(300),
      '<'.repeat(3_000),
      '🎉'.repeat(1_500),
      'https://a.test/x '.repeat(200),
    ),
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.string({ unit: 'grapheme', minLength: 500, maxLength: 4_000 }),
  );
  const anyNotification = fc.record({
    ...{ title: field, lines: fc.array(field, { maxLength: 4 }), preformatted: fc.boolean(), origin: field },
    link: fc.option(
      fc.record({
        url: fc.oneof(field, fc.webUrl({ withQueryParameters: true })),
        label: fc.option(field, { nil: undefined }),
      }),
      { nil: undefined },
    ),
    urgency: fc.constantFrom('now', 'normal', 'quiet'),
    facts: fc.array(fc.tuple(field, field), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(anyNotification, fc.option(field, { nil: undefined }), (says, waited) => {
      const content = render(aDelivery('channel:42', says, { waited }));
      assert.ok(content.length <= LONGEST_MESSAGE && content.length > 0, String(content.length));
      assert.ok(content.isWellFormed() && content.trim() !== '');
      for (const what of readMarkdown(content).does) assert.match(what, /^(?:bold|block|link:https?:\/\/.+)$/i);
    }),
    { numRuns: 200 },
  );
});
