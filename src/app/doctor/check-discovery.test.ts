import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutsideResponse } from '../../kernel/ask-outside.ts';
import { assessClientFile, assessVersions } from './check-discovery.ts';

const URL = 'https://example.org/.well-known/matrix/client';
const TOLD = 'https://matrix.example.org';
const open = { 'access-control-allow-origin': '*', 'content-type': 'application/json; charset=utf-8' };
const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = open): OutsideResponse => ({
  ...{ kind: 'answered', status, text: typeof body === 'string' ? body : JSON.stringify(body) },
  ...{ location: undefined, date: undefined, headers },
});
const file = (base: unknown, more = {}) => ({ 'm.homeserver': { base_url: base }, ...more });
const none: OutsideResponse = { kind: 'none', code: 'TOO_LONG', why: 'too long' };

const assess = (response: OutsideResponse, told = TOLD) => {
  const { lines, base } = assessClientFile(URL, response, told);
  return [base, ...lines.map(({ level, code }) => code ?? level)];
};

test('the file leads clients where newcomers are told to go', () => {
  assert.deepEqual(assess(answer(200, file(`${TOLD}/`))), [TOLD, 'fine']);
  assert.deepEqual(assess(answer(200, file(TOLD)), 'https://example.org'), [TOLD, 'fine']);
  assert.deepEqual(assess(answer(200, file('https://other.example'))), [
    'https://other.example',
    'well-known.other-address',
  ]);
});

test('every failure of server discovery at which clients stop is wrong', () => {
  for (const response of [
    ...[answer(500, file(TOLD)), answer(403, ''), answer(200, ''), answer(200, '<html>'), answer(200, '[]')],
    ...[answer(200, {}), answer(200, { 'm.homeserver': TOLD }), answer(200, file(7)), answer(200, file('matrix'))],
    ...[answer(200, file('ftp://example.org')), answer(200, file('https://u:p@example.org'))],
    answer(200, file(TOLD, { 'm.identity_server': {} })),
    answer(200, file(TOLD, { 'm.identity_server': 'https://id.example.org' })),
  ]) {
    assert.deepEqual(assess(response), [undefined, 'well-known.client'], JSON.stringify(response));
  }
});

test('a missing file matters only where the server name is not the homeserver, and no response is never fine', () => {
  assert.deepEqual(assess(answer(404, '')), [undefined, 'well-known.client-missing']);
  assert.deepEqual(assess(answer(404, ''), 'https://example.org'), [undefined, 'note']);
  assert.deepEqual(assess(none), [undefined, 'well-known.not-read']);
});

test('what browsers need is asked of the headers', () => {
  const type = { 'content-type': 'application/json' };
  assert.deepEqual(assess(answer(200, file(TOLD), type)), [TOLD, 'fine', 'well-known.cors']);
  const closed = { ...type, 'access-control-allow-origin': 'https://element.example.org' };
  assert.deepEqual(assess(answer(200, file(TOLD), closed)), [TOLD, 'fine', 'well-known.cors']);
  const text = { 'access-control-allow-origin': '*', 'content-type': 'text/plain' };
  assert.deepEqual(assess(answer(200, file(TOLD), text)), [TOLD, 'fine', 'note']);
});

test('a homeserver is known by its versions', () => {
  const codes = (response: OutsideResponse) => assessVersions(TOLD, response).map(({ level, code }) => code ?? level);
  assert.deepEqual(codes(answer(200, { versions: ['v1.11'] })), ['fine']);
  assert.deepEqual(codes(answer(200, { versions: ['v1.11'] }, {})), ['well-known.homeserver-cors']);
  assert.deepEqual(codes(answer(502, { versions: ['v1.11'] })), ['well-known.no-homeserver']);
  assert.deepEqual(codes(answer(200, { versions: 'v1.11' })), ['well-known.no-homeserver']);
  assert.deepEqual(codes(none), ['well-known.not-read']);
});
