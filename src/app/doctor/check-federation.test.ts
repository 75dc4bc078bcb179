import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutsideResponse } from '../../kernel/ask-outside.ts';
import { assessKeys, assessServerFile } from './check-federation.ts';

const answer = (status: number, body: unknown): OutsideResponse => ({
  ...{ kind: 'answered', status, text: typeof body === 'string' ? body : JSON.stringify(body) },
  ...{ location: undefined, date: undefined, headers: {} },
});
const none: OutsideResponse = { kind: 'none', code: 'ECONNREFUSED', why: 'connection refused' };

test('a file that other servers pass over is a warning, and one that is not there is nothing', () => {
  const assess = (response: OutsideResponse) => {
    const { lines, delegated } = assessServerFile('https://example.org/.well-known/matrix/server', response);
    return [delegated, ...lines.map(({ level, code }) => code ?? level)];
  };
  assert.deepEqual(assess(answer(200, { 'm.server': 'matrix.example.org:443' })), ['matrix.example.org:443', 'fine']);
  assert.deepEqual(assess(answer(200, { 'm.server': '[2001:db8::1]' })), ['[2001:db8::1]', 'fine']);
  assert.deepEqual(assess(answer(404, '')), [undefined]);
  assert.deepEqual(assess(none), [undefined, 'note']);
  for (const wrong of [
    ...[answer(500, { 'm.server': 'a' }), answer(200, ''), answer(200, {}), answer(200, { 'm.server': 7 })],
    ...[answer(200, { 'm.server': 'https://matrix.example.org' }), answer(200, { 'm.server': '' })],
  ]) {
    assert.deepEqual(assess(wrong), [undefined, 'federation.well-known']);
  }
});

test('only another server where ours should be is wrong: not to federate is a choice', () => {
  const target = { authority: 'matrix.example.org:443', at: undefined, by: 'the well-known file' };
  const assess = (response: OutsideResponse) => {
    const { level, code } = assessKeys('example.org', target, response);
    return code ?? level;
  };
  assert.equal(assess(answer(200, { server_name: 'example.org' })), 'fine');
  assert.equal(assess(answer(200, { server_name: 'example.com' })), 'federation.other-server');
  assert.equal(assess(answer(200, '<html>')), 'note');
  assert.equal(assess(answer(404, { server_name: 'example.org' })), 'note');
  assert.equal(assess(none), 'note');
});
