import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textOfHtml } from '../../../test/support/html-text.ts';
import { type Block, roomText } from './room-text.tsx';

const words = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom(
    '<b>x</b>',
    '&amp;',
    '</blockquote><h1>',
    '<img src=x onerror=y>',
    '"\'`',
    '**bold** [a](b)',
    '<mx-reply>',
  ),
);
const line = fc.array(fc.oneof(words, fc.record({ text: words, as: fc.constantFrom('b', 'code') })), {
  minLength: 1,
  maxLength: 4,
});
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading'), line }),
  fc.record({ kind: fc.constant('lines'), lines: fc.array(line, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('list'), items: fc.array(line, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('quote'), text: fc.array(words, { minLength: 1 }).map((lines) => lines.join('\n')) }),
);

const squeezed = (text: string) => text.replace(/[-> \s]+/gu, '');

test('V11: only tags of the allowed list appear, and none comes from a value', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      const { formatted_body: html } = roomText(blocks);
      const tags = html.match(/<[^>]*>/gu) ?? [];
      for (const tag of tags) assert.match(tag, /^<\/?(?:h3|p|br|ul|li|b|code|blockquote) ?\/?>$/u);
    }),
  );
});

test('V11: the plain body says the same words as the HTML', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      const { body, formatted_body: html } = roomText(blocks);
      assert.equal(squeezed(textOfHtml(html)), squeezed(body));
    }),
  );
});

test('V11: every line of a quotation is marked, so none passes for a line of Porter’s', () => {
  const { body } = roomText([{ kind: 'quote', text: 'hello\n✅ 2 of 2: Ada' }]);
  assert.equal(body, '> hello\n> ✅ 2 of 2: Ada');
});
