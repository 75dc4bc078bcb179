import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAvatar, parseEmail, parseName, parseRoom } from './parse-fields.ts';

const sentence = (read: { ok: true } | { ok: false; detail: string }) => (read.ok ? '' : read.detail);
const value = <Value>(read: { ok: true; value: Value } | { ok: false }) => (read.ok ? read.value : undefined);

test('a name is shown as it is, without what nobody sees', () => {
  assert.equal(value(parseName('displayName', 'Ada of Löwenstein 🎲')), 'Ada of Löwenstein 🎲');
  assert.equal(value(parseName('displayName', 'Ada\u202e\u0000\nB')), 'Ada B');
});

test('a name without anything to see is refused in one sentence that begins with its field', () => {
  for (const name of ['', ' ', '\u200b', '\u0000', null, 7, {}, [], undefined]) {
    assert.equal(sentence(parseName('displayName', name)), 'displayName: must be a non-empty string');
  }
  assert.equal(sentence(parseName('name', 'x'.repeat(257))), 'name: must be at most 256 characters');
  assert.equal(value(parseName('name', '🎲'.repeat(256)))?.length, 512);
});

test('mail address and picture may be missing or empty, and are strict otherwise', () => {
  for (const parse of [parseEmail, parseAvatar]) {
    assert.deepEqual(parse('it', undefined), { ok: true, value: undefined });
    assert.deepEqual(parse('it', ''), { ok: true, value: undefined });
    for (const wrong of [null, 1, true, {}, ['a']]) assert.equal(sentence(parse('it', wrong)), 'it: must be a string');
    assert.match(sentence(parse('it', 'x'.repeat(5_000))), /^it: must be at most \d+ characters$/);
  }
  assert.equal(value(parseEmail('email', 'ada@example.org')), 'ada@example.org');
});

test('a picture is at an http or https address and nowhere else', () => {
  assert.equal(value(parseAvatar('avatar', 'https://example.org/a.png')), 'https://example.org/a.png');
  for (const wrong of ['javascript:alert(1)', 'data:image/png;base64,AA', 'a.png', '//example.org/a', 'https://']) {
    assert.equal(sentence(parseAvatar('avatar', wrong)), 'avatar: must be an http or https URL', wrong);
  }
});

test('a room is its bare name in lower case, also when it comes percent-encoded', () => {
  assert.equal(value(parseRoom('channel', 'Lobby')), 'lobby');
  assert.equal(value(parseRoom('channel', 'Grüße aus Ägypten')), 'grüße aus ägypten');
  assert.equal(value(parseRoom('channel', 'Gr%C3%BC%c3%9fe')), 'grüße');
  assert.equal(value(parseRoom('channel', 'Marrach:OOC')), 'marrach:ooc');
  assert.equal(value(parseRoom('channel', '*')), '*');
  assert.equal(value(parseRoom('channel', encodeURIComponent('Я'.repeat(170)))), 'я'.repeat(170));
});

test('H11: a room name that would be another room once it is cleaned or stands in an address is refused', () => {
  const wrong = [
    ...[' *', '*\u200b', '**', 'lob*', '＊', '%2a', '%2A', '%2E%2e', 'lob\u0000by', 'lobby ', 'a  b', '.', '..', 'a/b'],
    ...['a\\b', 'a／b', 'lobby@conference.meet', '\u202elobby', "o'neill", '50%', '%25', '%ff', '%2540', 'a\ud800'],
  ];
  for (const room of wrong) {
    assert.match(sentence(parseRoom('channel', room)), /^channel: must be a bare room name/, room);
  }
  for (const room of ['', 5, null, ['lobby'], { toString: () => 'lobby' }]) {
    assert.equal(sentence(parseRoom('channel', room)), 'channel: must be a non-empty string');
  }
  for (const room of ['x'.repeat(257), 'ä'.repeat(257), '%c3%a4'.repeat(257), 'x'.repeat(60_000)]) {
    assert.equal(sentence(parseRoom('channel', room)), 'channel: must be at most 256 characters');
  }
});

test('H11: a room whose encoded name does not fit into its address, where nobody could enter it, is refused', () => {
  for (const [letter, most] of [
    ['x', 256],
    ['ü', 170],
    ['中', 113],
  ] as const) {
    assert.equal(value(parseRoom('channel', letter.repeat(most))), letter.repeat(most));
    assert.match(
      sentence(parseRoom('channel', letter.repeat(most + 1))),
      /^channel: (is too long for the address|must be at most 256)/,
    );
  }
});

test('H11: a room is checked as it is kept: what is taken once is taken again and unchanged', () => {
  const taken = (room: string) => {
    const read = parseRoom('room', room);
    if (read.ok) assert.deepEqual(parseRoom('room', read.value), read, JSON.stringify(room));
    return read.ok;
  };
  // The lower-case form is longer than the original and has its combining marks in another order.
  assert.equal(taken(`game-${'İ'.repeat(250)}`), false);
  assert.equal(taken(`game-İ${'\u0301'.repeat(4)}`), false);
  assert.equal(taken('game-İ'), true);
  const sign = fc.oneof(
    fc.constantFrom('İ', 'I', '\u0301', '\u0307', '\u0323', 'ẞ', 'Σ', 'Å'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 300 }), (room) => void taken(room)),
    { numRuns: 1_000 },
  );
});

/** The room that Jitsi's client reads from the last part of an address, after its source (jitsi-meet, features/base/util/uri.ts). */
const asClient = (part: string) =>
  encodeURIComponent(
    decodeURIComponent(part.replace(/[:?#[\]@!$&'()*+,;=></"]/g, ''))
      .normalize('NFKC')
      .toLowerCase(),
  ).toLowerCase();

test("H11: whatever is asked for, a room that is taken is the one that Jitsi's client opens, and the same when read again", () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ maxLength: 12 }).map(encodeURIComponent),
  );
  fc.assert(
    fc.property(text, (asked) => {
      const read = parseRoom('channel', asked);
      if (!read.ok || asked === '*') return;
      const url = new URL(`https://meet.example.org/${encodeURIComponent(read.value)}?jwt=x`);
      assert.equal(asClient(url.pathname.slice(1)), encodeURIComponent(read.value).toLowerCase());
      assert.equal(read.value, decodeURIComponent(asked).normalize('NFKC').toLowerCase());
      assert.deepEqual(parseRoom('channel', read.value), read);
      assert.doesNotMatch(read.value, /[*@/]/);
    }),
    { numRuns: 2_000 },
  );
});

test('a name is the same however it was read: short cut and cleaning agree', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 30 }), (text) => {
      const plain = text.replace(/\s+/g, ' ').trim();
      assert.equal(value(parseName('name', text)), plain === '' ? undefined : plain);
    }),
  );
});
