import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvLine, unguarded } from './csv-form.ts';
import { readCsv } from './read-csv.ts';

const read = (text: string) => readCsv(Buffer.from(text));

test('a table is read with marks, line breaks and delimiters of any program, and each row knows its line', async () => {
  const rows = [
    { line: 1, cells: ['localpart', 'display_name'] },
    { line: 2, cells: ['lena', 'Lena "Ö" Ortiz, jr.\r\nof two lines'] },
    { line: 6, cells: ['bo', ''] },
    { line: 8, cells: ['cy', 'x', 'y'] },
  ];
  const text =
    'localpart,display_name\r\nlena,"Lena ""Ö"" Ortiz, jr.\r\nof two lines"\r\n\r\n,,\r\n bo ,\r\n\r\ncy,x,y\r\n\r\n';
  assert.deepEqual(await read(text), rows);
  assert.deepEqual(await read(`\ufeff${text}`), rows);
  assert.deepEqual(await read('a;b\n1;"2,3"\n'), [
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '2,3'] },
  ]);
  assert.deepEqual(await read('a\tb\r1\t2'), [
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '2'] },
  ]);
  assert.deepEqual(await read(''), []);
});

test('what is no table is refused with its line, and nothing of it is repeated', async () => {
  const latin = Buffer.from('localpart\nlena\nj\xf6rg\n', 'latin1');
  assert.match(String(await readCsv(latin)), /^Line 3 is not UTF-8/);
  assert.match(String(await readCsv(Buffer.from('\ufefflocalpart', 'utf16le'))), /^Line 1 is not UTF-8/);
  for (const [text, line] of [
    ['a,b\n1,2\n\n3,"secret\n4,5\n', 4],
    ['a,b\n1,2\n3,se"cret"\n', 3],
    ['a,b\n"secret"x,2\n', 2],
    [`a,b\n1,2\n3,${'secret'.repeat(12_000)}\n`, 3],
    [`a,b\n1,2\n3,"${'secret\n'.repeat(12_000)}\n`, 3],
  ] as const) {
    const sentence = String(await read(text));
    assert.match(sentence, new RegExp(`^The row that begins in line ${line} has a quotation mark`));
    assert.ok(!sentence.includes('secret'));
  }
});

test('whatever is exported is read again, and no cell begins as a formula does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 2, maxLength: 4 }),
      async (cells) => {
        const line = csvLine(['x', ...cells]);
        const rows = await read(`a,b,c\n${line}`);
        assert.ok(typeof rows !== 'string');
        assert.deepEqual(rows[1]?.cells.map(unguarded), ['x', ...cells]);
      },
    ),
  );
  assert.equal(csvLine(['=1+1', "'quoted'", 'a']), "'=1+1,''quoted',a\r\n");
});
