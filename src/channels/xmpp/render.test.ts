import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Delivery, Notification } from '../../ports/channel.ts';
import { LONGEST_BODY, render } from './render.ts';

const both = { origin: true, symbol: true };

function delivery(given: Partial<Notification> = {}, show = both, waited?: string): Delivery {
  const notification: Notification = {
    ...{ title: 'Disk full', lines: ['sda1 at 98 %'], preformatted: false, link: undefined },
    ...{ urgency: 'normal', origin: 'router1', facts: [] },
    ...given,
  };
  return { id: 'id', address: 'a@b.c', notification, show, waited, firstTriedAt: undefined, replaces: undefined };
}
const body = (given: Partial<Notification> = {}, show = both, waited?: string) => render(delivery(given, show, waited));

test('a notification shows title, lines, facts, link and since when it waited', () => {
  const given = {
    ...{ urgency: 'now' as const, lines: ['sda1 at 98 %', 'sdb1 at 12 %'] },
    ...{ link: { url: 'https://example.org/disks?a=_b_', label: 'All disks' }, facts: [['Host', 'db1']] as const },
  };
  assert.equal(
    body(given, both, 'waiting since 21:40 (3 hours)'),
    [
      '🔴 [router1] Disk full',
      'sda1 at 98 %',
      'sdb1 at 12 %',
      'Host: db1',
      'All disks: https://example.org/disks?a=_b_',
      'waiting since 21:40 (3 hours)',
    ].join('\n'),
  );
});

test('origin and symbol can be left out, and so can a title, lines and a label', () => {
  assert.equal(body({ urgency: 'now' }, { origin: false, symbol: false }), 'Disk full\nsda1 at 98 %');
  assert.equal(body({ title: '', origin: '' }), 'sda1 at 98 %');
  assert.equal(body({ lines: [] }), '[router1] Disk full');
  const link = { url: 'https://example.org/', label: undefined };
  assert.equal(body({ lines: [], link }), '[router1] Disk full\nhttps://example.org/');
});

test('a block keeps its columns and ends where it ends', () => {
  const lines = ['', 'Filesystem   Use%', '  /dev/sda1   98%', '```', 'still inside', ''];
  assert.equal(
    body({ preformatted: true, lines }),
    ['[router1] Disk full', '```', 'Filesystem   Use%', '  /dev/sda1   98%', '\u2060```', 'still inside', '```'].join(
      '\n',
    ),
  );
});

test('what is too long is cut after a line, with the share, and what stands below it stays', () => {
  const lines = Array.from({ length: 4_000 }, (_, at) => `line ${at} <&> of a long story`);
  for (const preformatted of [false, true]) {
    const text = body({ lines, preformatted, facts: [['Host', 'db1']] });
    assert.ok(wire(text) <= LONGEST_BODY && wire(text) > LONGEST_BODY - 100, `${wire(text)}`);
    assert.match(text, preformatted ? /story\n```\n… 9\d % cut\nHost: db1$/ : /story\n… 9\d % cut\nHost: db1$/);
  }
});

/** Bytes that XML needs for a text. */
const wire = (text: string): number =>
  Buffer.byteLength(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));

const any = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '```',
    '> quoted',
    '*bold* _it_ ~s~ `c`',
    ' *a*',
    '\u202e\u200b\u0000\ufffe\uffff\ud800',
    'a\n```\n> b',
    '&<>',
  ),
  fc.string({ unit: fc.constantFrom('&', '😀', 'ü', ' ', '\n', '*', '`'), maxLength: 12_000 }),
);
const anything = fc.record({
  title: any,
  lines: fc.array(any, { maxLength: 8 }),
  preformatted: fc.boolean(),
  link: fc.option(fc.record({ url: any, label: fc.option(any, { nil: undefined }) }), { nil: undefined }),
  urgency: fc.constantFrom('now', 'normal', 'quiet'),
  origin: any,
  facts: fc.array(fc.tuple(any, any), { maxLength: 50 }),
});

test("S3, V11: whatever a stranger writes fits, is XML's, and styles nothing", () => {
  fc.assert(
    fc.property(anything, fc.option(any, { nil: undefined }), (given, waited) => {
      const text = render(delivery(given as Partial<Notification>, both, waited));
      assert.ok(wire(text) <= LONGEST_BODY, `${wire(text)}`);
      assert.ok(text.isWellFormed());
      assert.doesNotMatch(text, /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u202a-\u202e\u200b]/u);
      const fences = text.split('\n').filter((line) => line.startsWith('```'));
      assert.ok(fences.length === 0 || (given.preformatted && fences.join() === '```,```'), fences.join());
      const outside = text.split(/^```$/m).filter((_, at) => at !== 1);
      for (const line of outside.join('\n').split('\n')) assert.doesNotMatch(line, /^>|(?:^|\s)[*_~`]/u);
    }),
    { numRuns: 200 },
  );
});
