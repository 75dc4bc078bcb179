import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeXml, find, parseXml } from './xml.ts';

test('one element is read with attributes, children and text', () => {
  const presence = parseXml(
    `<presence from='lobby@host/a' to="b">` +
      `<x xmlns='muc#user'><status code='110'/><item role="none"></item></x><status>away &amp; &#x1F3BA;</status></presence>`,
  );
  assert.deepEqual(presence.attributes, { from: 'lobby@host/a', to: 'b' });
  assert.deepEqual(find(presence, 'x', 'item')?.attributes, { role: 'none' });
  assert.equal(find(presence, 'status')?.text, 'away & 🎺');
  assert.equal(find(presence, 'x', 'nothing', 'deeper'), undefined);
});

test('any text comes back as it was, in an attribute and between tags', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { attributes, text: inner } = parseXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
      assert.deepEqual([attributes['b'], inner], [text, text]);
    }),
  );
});

test('what is not one whole element is not read', () => {
  for (const text of ['', 'words', '<a>', '</a>', '<a></b>', '<a/><b/>', '<a/>words', '<a b=c/>', '<a', '<!-- a -->'])
    assert.throws(() => parseXml(text), /element|close/, text);
});
