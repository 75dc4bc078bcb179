import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../kernel/clock.ts';
import type { BotResponse } from './call-bot-api.ts';
import { classifyBot } from './classify-bot.ts';

const response = (status: number, description: string, parameters = {}): BotResponse => ({
  status,
  body: { result: undefined, description, parameters },
});

/** A verdict in short: its kind, or code, retryable, scope and outcome of its fault. */
function short(of: BotResponse): readonly unknown[] {
  const verdict = classifyBot(of);
  if (verdict.kind !== 'fault') return [verdict.kind];
  const { code, retryable, scope, outcome } = verdict.fault;
  return [code, retryable, scope, outcome];
}

test('N6: each response of the Bot API has the class of the table', () => {
  const table: readonly (readonly [number, string, ...unknown[]])[] = [
    [400, 'Bad Request: chat not found', 'refused'],
    [400, 'Bad Request: user not found', 'refused'],
    [400, 'Bad Request: PEER_ID_INVALID', 'refused'],
    [400, 'Bad Request: message thread not found', 'refused'],
    [400, 'Bad Request: group chat was deactivated', 'refused'],
    [403, 'Forbidden: bot was blocked by the user', 'refused'],
    [403, 'Forbidden: user is deactivated', 'refused'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'refused'],
    [403, 'Forbidden: bot was kicked from the supergroup chat', 'refused'],
    [403, 'Forbidden: bot is not a member of the channel chat', 'refused'],
    [403, "Forbidden: bot can't send messages to bots", 'refused'],
    [403, "Forbidden: bot can't send messages to the user", 'doubtful'],
    [400, 'Bad Request: something new', 'doubtful'],
    [
      ...([400, 'Bad Request: not enough rights to send text messages to the chat'] as const),
      ...['telegram.may-not-write', false, 'person', undefined],
    ],
    [
      400,
      'Bad Request: need administrator rights in the channel chat',
      'telegram.may-not-write',
      false,
      'person',
      undefined,
    ],
    [400, 'Bad Request: TOPIC_CLOSED', 'telegram.may-not-write', false, 'person', undefined],
    [400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 4", 'too-rich'],
    [400, 'Bad Request: message is too long', 'too-rich'],
    [400, 'Bad Request: message is not modified: …', 'unchanged'],
    [400, 'Bad Request: message to edit not found', 'not-editable'],
    [400, "Bad Request: message can't be edited", 'not-editable'],
    [401, 'Unauthorized', 'telegram.token-refused', false, 'channel', undefined],
    [404, 'Not Found', 'telegram.token-refused', false, 'channel', undefined],
    [429, 'Too Many Requests: retry after 7', 'telegram.rate-limited', true, 'person', undefined],
    [500, 'Internal Server Error', 'telegram.down', true, 'channel', 'unknown'],
  ];
  for (const [status, words, ...expected] of table) assert.deepEqual(short(response(status, words)), expected, words);
  assert.deepEqual(short({ status: 502, body: undefined }), ['telegram.down', true, 'channel', 'unknown']);
  assert.deepEqual(short({ status: 200, body: undefined }), ['telegram.unreadable', true, 'channel', 'unknown']);
});

test('N3: the wait that a 429 names is obeyed, from one second to one hour', () => {
  const waits: readonly (readonly [unknown, number])[] = [
    [7, 7_000],
    [0, 1_000],
    [-5, 1_000],
    [1e9, HOUR],
    ['35', 1_000],
    [Number.NaN, 1_000],
    [undefined, 1_000],
  ];
  for (const [said, ms] of waits) {
    const verdict = classifyBot(response(429, 'Too Many Requests', { retry_after: said }));
    assert.equal(verdict.kind === 'fault' && verdict.fault.afterMs, ms, String(said));
  }
});

test('a group that moved names its new number', () => {
  const moved = response(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
    migrate_to_chat_id: -100123,
  });
  assert.deepEqual(classifyBot(moved), { kind: 'moved', to: -100123 });
});
