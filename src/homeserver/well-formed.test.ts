import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MatrixContent } from '../ports/room-poster.ts';
import { fitting, wellFormed } from './well-formed.ts';

const isWell = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => key.isWellFormed() && isWell(item));
};

test('no lone surrogate is left in any text or key', () => {
  const anyText = fc.string({ unit: fc.constantFrom('a', 'é', '🎉', '\ud83c', '\udf89', '✅') });
  fc.assert(
    fc.property(fc.dictionary(anyText, fc.oneof(anyText, fc.array(anyText), fc.integer())), (content) => {
      assert.ok(isWell(wellFormed(content as MatrixContent)));
    }),
  );
  assert.deepEqual(wellFormed({ body: '✅', n: 1, list: ['a'] }), { body: '✅', n: 1, list: ['a'] });
});

test('an event that is too large is cut on code points, loses its HTML and keeps relations and our id', () => {
  const long = '🎉'.repeat(40_000);
  const content = {
    ...{ body: long, format: 'org.matrix.custom.html', formatted_body: long, 'dev.porter.id': 'job' },
    'm.relates_to': { rel_type: 'm.replace', event_id: '$e' },
    'm.new_content': { body: long, formatted_body: long },
  };
  const cut = fitting(content);
  assert.ok(Buffer.byteLength(JSON.stringify(cut)) < 60_000);
  assert.ok(isWell(cut));
  assert.deepEqual(cut['m.relates_to'], content['m.relates_to']);
  assert.equal(cut['dev.porter.id'], 'job');
  assert.deepEqual(fitting({ body: 'short' }), { body: 'short' });
});
