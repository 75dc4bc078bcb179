import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hostile } from '../../../test/support/deliveries.ts';
import { readMarkdown } from '../../../test/support/peers/discord/read-markdown.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { block, bold, escapeLine, escapeText } from './markdown.ts';

test('every sign that means something loses its meaning', () => {
  for (const line of [
    '**b** __u__ *i* _i_ ~~s~~ ||h|| `c` ``c``',
    '[words](https://evil.test) <https://evil.test>',
    '@everyone @here <@42> <@!42> <@&42> <#42> <:a:42> <a:b:42> <t:0:R> <id:customize> </cmd:42>',
    ':tada: 12:30:45 steam://run/1 discord://x',
    '# head',
    '## head',
    '-# small',
    '> quote',
    '>>> quote',
    '- item',
    '+ item',
    '  * item',
    '1. item',
    '12) item',
    '\\*a\\',
    '```js',
  ]) {
    const seen = readMarkdown(escapeLine(line));
    assert.deepEqual(
      seen.does.filter((what) => !what.startsWith('link:')),
      [],
      line,
    );
    assert.equal(seen.text, line.replace(/<(https:[^>]+)>/, '<$1>'));
  }
});

test('an address in a text stays a link to where it says, and the sentence around it stays text', () => {
  const { text, does } = readMarkdown(escapeLine('see (https://a.test/x_y?b=*c*&d=1), or https://b.test/__z__.'));
  assert.equal(text, 'see (https://a.test/x_y?b=*c*&d=1), or https://b.test/__z__.');
  assert.deepEqual(does, ['link:https://a.test/x_y?b=*c*&d=1', 'link:https://b.test/__z']);
});

test('a block keeps its columns and cannot be left', () => {
  const text = '  NAME   SIZE\n  sda1   98 %\n```\n**x** @everyone <@42>';
  const { text: seen, does } = readMarkdown(block(text));
  assert.deepEqual(does, ['block']);
  assert.equal(seen.replaceAll('\u200b', ''), text);
});

const anyText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '*',
        '_',
        '`',
        '~',
        '|',
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '@everyone',
        '@here',
        ':',
        '#',
        '-',
        '1',
        '.',
        ' ',
        '\\',
        '/',
        'a',
        'https://a.test/',
        '<@1>',
        '🎉',
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join('')),
);

test('V11, S3: whatever the text, it is shown as it is and does nothing but link to the addresses in it', () => {
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (parts) => {
      const lines = parts.map((part) => plainText(part, 200)).join('\n');
      const { text, does } = readMarkdown(escapeText(lines));
      assert.equal(text, lines);
      for (const what of does) assert.ok(what.startsWith('link:') && lines.includes(what.slice(5)), what);
    }),
    { numRuns: 2_000 },
  );
});

test('V11: a title is bold and nothing else, and a block is a block', () => {
  fc.assert(
    fc.property(anyText, (part) => {
      const line = plainText(part, 200);
      fc.pre(line !== '');
      const seen = readMarkdown(bold(line));
      assert.deepEqual([seen.text, seen.does], [line, ['bold']]);
      const inBlock = readMarkdown(block(line));
      assert.deepEqual([inBlock.text.replaceAll('\u200b', ''), inBlock.does], [line, ['block']]);
    }),
    { numRuns: 2_000 },
  );
});
