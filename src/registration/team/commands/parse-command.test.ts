import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { porter } from '../../../../test/support/team.ts';
import { parseCommand } from './parse-command.ts';
import { teamCommands } from './table.ts';

function parse(body: string, over: { mentioned?: boolean; answering?: boolean; displayName?: string } = {}) {
  const mentions = over.mentioned ? [porter] : [];
  const request = parseCommand(
    { body, mentions, answering: over.answering ?? false },
    porter,
    over.displayName,
  )?.request;
  if (request?.command === undefined) return request && { word: 'unknown', said: request.said };
  const { command, shortId, reason } = request;
  return { word: command.words[0], shortId, ...(command.room?.reason === undefined ? {} : { reason }) };
}

test('!porter begins a command, whatever its capitals and spaces', () => {
  assert.deepEqual(parse('!porter approve 12'), { word: 'approve', shortId: 12 });
  assert.deepEqual(parse('  !Porter   APPROVE   #12 '), { word: 'approve', shortId: 12 });
  assert.deepEqual(parse('!porter: show 3.'), { word: 'show', shortId: 3 });
  assert.deepEqual(parse('!porter list'), { word: 'list', shortId: undefined });
  assert.deepEqual(parse('!porter help'), { word: 'help', shortId: undefined });
  assert.deepEqual(parse('!porter undo'), { word: 'undo', shortId: undefined });
});

test('a mention begins a command: the ID, the name with a colon, or the name that a client mentions', () => {
  for (const body of ['@porter:porter.test: resend 4', '@porter resend 4', 'Porter: resend 4', 'porter, resend 4']) {
    assert.deepEqual(parse(body), { word: 'resend', shortId: 4 }, body);
  }
  assert.deepEqual(parse('Porter resend 4', { mentioned: true }), { word: 'resend', shortId: 4 });
  const named = { mentioned: true, displayName: 'Der Pförtner' };
  assert.deepEqual(parse('Der Pförtner: resend 4', named), { word: 'resend', shortId: 4 });
  assert.deepEqual(parse('Der Pförtner resend 4', named), { word: 'resend', shortId: 4 });
  assert.equal(parse('Der Pförtner: resend 4', { displayName: 'Der Pförtner' }), undefined);
  assert.equal(parse('porter resend 4'), undefined);
  assert.equal(parse('thanks Porter, that was quick', { mentioned: true }), undefined);
});

test('signs that keyboards and pages write instead of the plain ones make no difference', () => {
  const show = { word: 'show', shortId: 1 };
  for (const body of [
    '!porter : show 1',
    '!porter ,show 1',
    '! porter show 1',
    'porter: show １',
    'porter : show 1',
    '！ｐｏｒｔｅｒ　ｓｈｏｗ　１',
    '！porter：show＃１',
    '!porter\u00a0show\u00a01',
    '!porter show "1"',
    '!porter show “1”',
    '!porter show „1“',
    '!porter show «1»',
    "!porter show '1'",
    '!porter show `1`',
    '!porter show <1>',
    '!porter show (1)',
    '!porter show #1',
    '!porter show # 1',
    '!porter show #1。'.replace('。', '.'),
    '!porter show no. 1',
    '!porter show Nr. 1',
    '!porter show nr 1',
    '!porter "show 1"',
    '!porter “show 1”',
    '!porter `show 1`',
    '＠porter：porter.test: show 1',
  ]) {
    assert.deepEqual(parse(body), show, body);
  }
  const declined = { word: 'decline', shortId: 12, reason: 'so：ist „es“' } as const;
  for (const body of [
    'decline 12: so：ist „es“',
    'decline 12：so：ist „es“',
    'decline １２ ： so：ist „es“',
    'decline 12 weil so：ist „es“',
    'decline 12, because so：ist „es“',
    'decline 12 – so：ist „es“',
  ]) {
    assert.deepEqual(parse(`!porter ${body}`), declined, body);
  }
  for (const half of [
    'show "1',
    'show 1 2',
    'show 1"2',
    'show １x',
    'show 1 because',
    'show # # 1',
    '"show 1" "show 2"',
  ]) {
    assert.equal(parse(`!porter ${half}`)?.word, half === 'show "1' ? 'show' : 'unknown', half);
  }
});

test('V15: whatever signs stand for a command, it means the same as in plain ones', () => {
  const wide = (text: string) =>
    text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).replaceAll(' ', '\u3000');
  const word = fc.constantFrom(...teamCommands.flatMap(({ words, takesNumber }) => (takesNumber ? words : [])));
  const number = fc.integer({ min: 1, max: 999_999_999 });
  const quote = fc.constantFrom('', '"', "'", '`');
  const blank = fc.constantFrom(' ', '\u00a0', '\u3000', '\u2009', '  ');
  fc.assert(
    fc.property(word, number, quote, blank, fc.boolean(), (name, shortId, mark, gap, isWide) => {
      const body = `!porter${gap}${name}${gap}${mark}${shortId}${mark}`;
      const { word: read, shortId: of } = (parse(isWide ? wide(body) : body) ?? {}) as {
        word?: string;
        shortId?: number;
      };
      assert.deepEqual([read, of], [name, shortId], body);
    }),
  );
});

test('decline takes a reason', () => {
  const because = { word: 'decline', shortId: 12, reason: 'spam from: a bot' } as const;
  for (const body of [
    'decline 12 because spam from: a bot',
    'decline #12: spam from: a bot',
    'decline 12 weil spam from: a bot',
  ]) {
    assert.deepEqual(parse(`!porter ${body}`), because, body);
  }
  assert.deepEqual(parse('!porter decline 12'), { word: 'decline', shortId: 12, reason: undefined });
  assert.deepEqual(parse('!porter decline because of spam'), {
    word: 'decline',
    shortId: undefined,
    reason: 'spam',
  });
});

test('half a command is none: what is not understood as a whole is not guessed at', () => {
  for (const body of [
    'approve 12 and 13',
    'approve 12x',
    'approve twelve',
    'list 12',
    'undo 12 please',
    'aprove 12',
    '12',
  ]) {
    assert.deepEqual(parse(`!porter ${body}`), { word: 'unknown', said: body }, body);
  }
  assert.deepEqual(parse('!porter'), { word: 'unknown', said: '' });
});

test('V15: a word alone is a command only as an answer, and only when it is nothing but the command', () => {
  assert.deepEqual(parse('approve', { answering: true }), { word: 'approve', shortId: undefined });
  assert.deepEqual(parse('Decline because spam', { answering: true }), {
    word: 'decline',
    shortId: undefined,
    reason: 'spam',
  });
  assert.equal(parse('approve'), undefined);
  for (const talk of [
    'I would approve',
    'approve of this, anyone?',
    'decline would be sad',
    'help, who is this?',
    'list',
  ]) {
    assert.equal(parse(talk, { answering: true }), undefined, talk);
  }
});

test('V15: a client that mentions the author of what is replied to makes no command of talk', () => {
  for (const talk of [
    "Don't approve.",
    'Nobody approve!',
    'please approve',
    'never: approve 12',
    'do-not approve 12',
    'who: decline 3 because x',
  ]) {
    for (const answering of [true, false]) assert.equal(parse(talk, { mentioned: true, answering }), undefined, talk);
  }
});

test('V15: talk that does not begin with an address is never a command', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (body) => {
      fc.pre(!/^\W*[!！]?[@＠]?[pｐ]/iu.test(body));
      assert.equal(parse(body), undefined);
    }),
  );
});

test('the table has no word twice, and every word can be written', () => {
  const words = teamCommands.flatMap((command) => command.words);
  assert.equal(new Set(words).size, words.length);
  for (const command of teamCommands) {
    for (const word of command.words) {
      const body = `!porter ${word}${command.takesNumber ? ' 3' : ''}`;
      assert.deepEqual(parse(body)?.word, command.words[0], body);
    }
  }
});

test('V12: giant and strange bodies are read without harm', () => {
  assert.deepEqual(parse(`!porter decline 1 because ${'x'.repeat(100_000)}`), {
    word: 'decline',
    shortId: 1,
    reason: 'x'.repeat(500),
  });
  assert.deepEqual(parse(`!porter ${'y'.repeat(60_000)}`), { word: 'unknown', said: 'y'.repeat(60) });
  assert.equal(parse(`!porter show ${'9'.repeat(40)}`)?.word, 'unknown');
});
