import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aDelivery, hostile } from '../../../test/support/deliveries.ts';
import { textOfHtml } from '../../../test/support/html-text.ts';
import type { Notification } from '../../ports/channel.ts';
import { LONGEST_TEXT, renderMail } from './render.tsx';

const render = (says: Partial<Notification>, over: Parameters<typeof aDelivery>[2] = {}) =>
  renderMail(aDelivery('ops@example.org', says, over));

test('the subject is the title behind its origin, with a symbol for what is urgent; both can be switched off', () => {
  assert.equal(render({}).subject, '[router1] Disk full');
  assert.equal(render({ urgency: 'now' }).subject, '🔴 [router1] Disk full');
  assert.equal(render({ urgency: 'now' }, { show: { origin: false, symbol: false } }).subject, 'Disk full');
  assert.equal(render({ origin: '' }).subject, 'Disk full');
  assert.equal(render({ title: '', lines: ['', 'sda1 at 98 %', 'more'] }).subject, '[router1] sda1 at 98 %');
});

test('text and HTML say title, lines, facts, link and since when it waited', () => {
  const said = render(
    { lines: ['one', '', 'two'], facts: [['host', 'db1']], link: { url: 'https://a.test/x?b=1&c', label: 'Graph' } },
    { waited: 'waiting since 21:40 (3 hours)' },
  );
  assert.equal(
    said.text,
    '[router1] Disk full\n\none\n\ntwo\n\nhost: db1\n\nGraph: https://a.test/x?b=1&c\n\nwaiting since 21:40 (3 hours)\n',
  );
  assert.match(said.html, /<a href="https:\/\/a\.test\/x\?b=1&amp;c">Graph<\/a>/);
  for (const part of ['Disk full', 'host', 'db1', 'waiting since 21:40']) assert.ok(said.html.includes(part), part);
});

test('a block keeps its columns', () => {
  const said = render({ preformatted: true, lines: ['  NAME   SIZE', '  sda1   98 %', '', '', '', 'end'] });
  assert.ok(said.text.includes('  NAME   SIZE\n  sda1   98 %\n\n\n\nend'));
  assert.match(said.html, /<pre[^>]*> {2}NAME {3}SIZE\n {2}sda1 {3}98 %\n\n\n\nend<\/pre>/);
});

test('a link without a label is shown without its scheme, and what is no web address leads nowhere', () => {
  const bare = render({ link: { url: 'https://a.test/x', label: undefined } });
  assert.match(bare.html, />a\.test\/x<\/a>/);
  assert.match(bare.text, /\n\nhttps:\/\/a\.test\/x\n$/);
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'nonsense']) {
    const said = render({ link: { url, label: 'press' } });
    assert.ok(!said.html.includes('<a ') && said.html.includes('press'), url);
  }
});

test('a long text is cut with the share that is missing, and the subject stays one short line', () => {
  const said = render({ title: 'word '.repeat(100), lines: Array.from({ length: 2_000 }, () => 'x'.repeat(60)) });
  assert.ok(said.subject.length <= 200);
  assert.match(said.text, /\n… 51 % cut\n$/);
  assert.ok(said.text.length < LONGEST_TEXT + 1_000);
});

test('V11: hostile text in every field is text and nothing else', () => {
  const field = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 40 }));
  const harmless = new Set([
    'html',
    'head',
    'meta',
    'title',
    'body',
    'div',
    'h1',
    'p',
    'br',
    'table',
    'tr',
    'th',
    'td',
  ]);
  fc.assert(
    fc.property(field, fc.array(field, { maxLength: 4 }), field, field, field, (title, lines, origin, fact, label) => {
      const link = { url: 'https://a.test/', label };
      const said = render({ title, lines, origin, facts: [[fact, fact]], link });
      assert.ok(!/[\r\n]/.test(said.subject));
      for (const [, name = ''] of said.html.matchAll(/<([a-z0-9]+)[ />]/g)) {
        assert.ok(harmless.has(name) || name === 'a', name);
      }
      assert.ok([...said.html.matchAll(/ (on\w+|src)=/g)].length === 0 || !/<[^>]* (on\w+|src)=/.test(said.html));
      assert.ok([...said.html.matchAll(/<a href="([^"]*)"/g)].every(([, href]) => href === 'https://a.test/'));
      assert.ok(textOfHtml(said.html).isWellFormed() && said.text.isWellFormed());
      assert.ok(!/[\u202a-\u202e\u0000]/.test(said.text + said.html));
    }),
  );
});
