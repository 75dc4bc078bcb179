import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aDelivery, hostile } from '../../../test/support/deliveries.ts';
import { textOfHtml } from '../../../test/support/html-text.ts';
import type { Notification } from '../../ports/channel.ts';
import { LONGEST_CONTENT, renderEvent } from './render.tsx';

interface Drawn {
  readonly msgtype: string;
  readonly body: string;
  readonly formatted_body: string;
  readonly 'm.mentions': object;
}

const render = (says: Partial<Notification>, over: Parameters<typeof aDelivery>[2] = {}): Drawn =>
  renderEvent(aDelivery('!room:porter.test', says, over), undefined) as unknown as Drawn;

test('a notification looks as those of the router scripts: a heading, the text, the link', () => {
  const link = { url: 'https://a.test/x?a=1&b', label: undefined };
  const { body, formatted_body: html } = render({ lines: ['sda1 at 98 %', 'a < b'], link, urgency: 'now' });
  assert.equal(body, '🔴 [router1] Disk full\n\nsda1 at 98 %\na < b\n\n🔗 https://a.test/x?a=1&b');
  assert.equal(
    html,
    '<h2>🔴 [router1] Disk full</h2><p>sda1 at 98 %<br/>a &lt; b</p><p>🔗 <a href="https://a.test/x?a=1&amp;b">a.test/x?a=1&amp;b</a></p>',
  );
});

test('a block keeps its columns; facts and the time it waited stand below', () => {
  const says = {
    title: '',
    origin: '',
    preformatted: true,
    lines: ['  A  B', '  1  2'],
    facts: [['host', 'db1']],
  } as const;
  const { body, formatted_body: html } = render(says, { waited: 'waiting since 21:40 (3 hours)' });
  assert.equal(body, '  A  B\n  1  2\n\nhost: db1\n\nwaiting since 21:40 (3 hours)');
  assert.equal(
    html,
    '<pre><code>  A  B\n  1  2</code></pre><ul><li><b>host</b>: db1</li></ul><p><i>waiting since 21:40 (3 hours)</i></p>',
  );
});

test('what is quiet is a notice, of which clients make no sound; nobody is ever mentioned', () => {
  assert.deepEqual(
    [render({ urgency: 'quiet' }).msgtype, render({}).msgtype, render({ urgency: 'now' }).msgtype],
    ['m.notice', 'm.text', 'm.text'],
  );
  assert.deepEqual(render({ lines: ['@room @ada:porter.test'] })['m.mentions'], {});
});

test('an edit replaces the earlier event and says the same to clients that know no edits', () => {
  const edit = renderEvent(aDelivery('!room', { lines: ['solved'] }), '$earlier');
  assert.deepEqual(edit['m.relates_to'], { rel_type: 'm.replace', event_id: '$earlier' });
  assert.deepEqual(edit['m.new_content'], { ...render({ lines: ['solved'] }) });
  assert.match(String(edit['body']), /^\* \[router1\] Disk full/);
});

test('a long text is cut until the event fits, in every script, as a message and as an edit', () => {
  for (const piece of ['word ', 'ж', '漢', '😀', '&"<', '\u0001\\"']) {
    for (const edited of [undefined, '$earlier']) {
      const says = { lines: Array.from({ length: 200 }, () => piece.repeat(200)) };
      const drawn = renderEvent(aDelivery('!room', says), edited);
      const size = Buffer.byteLength(JSON.stringify(drawn));
      assert.ok(size <= LONGEST_CONTENT, `${piece} ${size}`);
      assert.ok(size > LONGEST_CONTENT * 0.7, `${piece} is cut too short: ${size}`);
      assert.match(String(drawn['body']), /… [1-9]\d? % cut$/);
    }
  }
});

test('V11: hostile text in every field is text and nothing else', () => {
  const field = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 40 }));
  const allowed = new Set(['h2', 'p', 'br', 'pre', 'code', 'ul', 'li', 'b', 'i', 'a']);
  fc.assert(
    fc.property(
      field,
      fc.array(field, { maxLength: 4 }),
      field,
      field,
      fc.boolean(),
      (title, lines, origin, fact, preformatted) => {
        const link = { url: 'https://a.test/', label: fact };
        const drawn = render({ title, lines, origin, facts: [[fact, fact]], link, preformatted });
        const tags = [...drawn.formatted_body.matchAll(/<\/?([^\s/>]*)[^>]*>/g)];
        for (const [tag, name = ''] of tags) {
          assert.ok(allowed.has(name) && (!tag.includes(' ') || tag === '<a href="https://a.test/">'), tag);
        }
        assert.deepEqual(drawn['m.mentions'], {});
        assert.ok(drawn.body.isWellFormed() && drawn.formatted_body.isWellFormed());
        // Both say the same words.
        const words = (text: string) => text.replace(/https:\/\/a\.test\/|a\.test\/|[\s:]/g, '');
        assert.equal(words(textOfHtml(drawn.formatted_body)), words(drawn.body));
      },
    ),
  );
});
