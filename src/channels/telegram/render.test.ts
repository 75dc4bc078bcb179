import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Delivery, Notification } from '../../ports/channel.ts';
import { LONGEST_MESSAGE, render } from './render.ts';
import { toHtml, toPlain } from './to-html.ts';

const both = { origin: true, symbol: true };

function delivery(given: Partial<Notification> = {}, show: Delivery['show'] = both, waited?: string): Delivery {
  const notification: Notification = {
    ...{ title: 'Disk full', lines: ['sda1 at 98 %'], preformatted: false, link: undefined },
    ...{ urgency: 'normal', origin: 'router1', facts: [] },
    ...given,
  };
  return { id: 'id', address: '42', notification, show, waited, firstTriedAt: undefined, replaces: undefined };
}
const html = (given: Partial<Notification>, show = both, waited?: string) =>
  toHtml(render(delivery(given, show, waited), undefined));
const shown = (of: Delivery) =>
  render(of, undefined)
    .map(({ text }) => text)
    .join('');

test('a notification shows title, lines, facts, link and since when it waited', () => {
  const given = {
    ...{ urgency: 'now' as const, lines: ['sda1 at 98 %', 'sdb1 at 12 %'] },
    ...{ link: { url: 'https://example.org/disks', label: undefined }, facts: [['Host', 'db1']] as const },
  };
  assert.equal(
    html(given, both, 'waiting since 21:40 (3 hours)'),
    [
      '<b>🔴 [router1] Disk full</b>',
      'sda1 at 98 %\nsdb1 at 12 %',
      '<b>Host:</b> db1',
      '🔗 <a href="https://example.org/disks">example.org/disks</a>',
      '<i>waiting since 21:40 (3 hours)</i>',
    ].join('\n'),
  );
});

test('origin and symbol can be left out, and so can the title', () => {
  const now = { urgency: 'now' as const };
  assert.equal(html(now, { origin: false, symbol: false }), '<b>Disk full</b>\nsda1 at 98 %');
  assert.equal(html({ ...now, title: '', origin: '' }), '<b>🔴</b>\nsda1 at 98 %');
  assert.equal(html({ title: '', origin: '' }), 'sda1 at 98 %');
  assert.equal(html({ lines: [] }), '<b>[router1] Disk full</b>');
});

test('a block keeps its columns', () => {
  assert.equal(
    html({ preformatted: true, lines: ['  used  free', '  98 %   2 %'] }),
    '<b>[router1] Disk full</b>\n<pre>  used  free\n  98 %   2 %</pre>',
  );
});

test('a repeat carries its reference', () => {
  assert.match(toHtml(render(delivery(), '1a2b3c4d')), /\n<i>may be a repeat \(reference 1a2b3c4d\)<\/i>$/);
});

test('V11: a name calls nobody, a text is no command, and only web addresses are links', () => {
  assert.equal(html({ lines: ['ask @ada, ada@example.org'] }).split('\n')[1], 'ask @\u2060ada, ada@example.org');
  assert.equal(html({ title: '/ban ada', origin: '' }).split('\n')[0], '<b>/\u2060ban ada</b>');
  assert.equal(
    html({ lines: [], link: { url: 'tg://user?id=42', label: 'harmless' } }).split('\n')[1],
    'harmless: tg://user?id=42',
  );
  assert.equal(
    html({ lines: [], link: { url: 'https://a.example/"><b>', label: '<b>' } }).split('\n')[1],
    '🔗 <a href="https://a.example/%22%3E%3Cb%3E">&lt;b&gt;</a>',
  );
});

test('what nobody can see is not sent as nothing', () => {
  assert.equal(html({ title: '\u200b', origin: '', lines: ['\u2060', ''] }), '…');
});

test('a text that is too long is cut with its share in words; link and reference stay', () => {
  const lines = Array.from({ length: 1_000 }, (_, at) => `line ${at}`);
  const text = toPlain(render(delivery({ lines, link: { url: 'https://a.example', label: 'more' } }), '1a2b3c4d'));
  assert.match(
    text,
    /\nline \d+\n… \d\d % cut\n🔗 more https:\/\/a\.example\/\nmay be a repeat \(reference 1a2b3c4d\)$/,
  );
});

test('a title of several lines is one line; the rest of a very long one begins the text', () => {
  assert.equal(shown(delivery({ title: 'two\nlines', lines: [] })), '[router1] two lines');
  const title = 'word '.repeat(100).trim();
  const [head = '', rest = ''] = shown(delivery({ title, lines: [] })).split('\n');
  assert.ok(head.endsWith('…') && rest.startsWith('…'));
  assert.equal(`${head.slice('[router1] '.length, -1)} ${rest.slice(1)}`, title);
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '/', '@', 'a', '\n', '\u202e', '\ud83d', '😀') }),
  fc.lorem({ maxCount: 1_500 }),
);
const anyNotification = fc.record({
  title: anyText,
  lines: fc.array(anyText, { maxLength: 5 }),
  preformatted: fc.boolean(),
  link: fc.option(fc.record({ url: fc.oneof(fc.webUrl(), anyText), label: fc.option(anyText, { nil: undefined }) }), {
    nil: undefined,
  }),
  urgency: fc.constantFrom('now', 'normal', 'quiet'),
  origin: anyText,
  facts: fc.array(fc.tuple(anyText, anyText), { maxLength: 5 }),
});

test("V11, S3: whatever the notification, the HTML has Porter's own tags and fits", () => {
  fc.assert(
    fc.property(anyNotification, (given) => {
      const runs = render(delivery(given), '1a2b3c4d');
      const text = runs.map((run) => run.text).join('');
      assert.ok(text.length <= LONGEST_MESSAGE, `${text.length}`);
      assert.ok(text.isWellFormed());
      assert.doesNotMatch(text, /[\u202e\u0000-\u0008]/u);
      const named = /(?<![\p{L}\p{N}_])@\w/u;
      assert.ok(!runs.some((run) => run.style !== 'block' && named.test(run.text)));
      assert.doesNotMatch(toPlain(runs), named);
      const bare = toHtml(runs).replace(/<a href="https?:[^"<>]*">|<\/a>|<\/?(?:b|i|pre)>/g, '');
      assert.doesNotMatch(bare, /[<>]|&(?!(?:amp|lt|gt|quot);)/);
    }),
  );
});
