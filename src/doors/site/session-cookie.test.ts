import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Response } from 'express';
import { makeSessionCookies } from './session-cookie.ts';

test('H12: the cookie of a session lives as long as the session can', () => {
  const said: string[] = [];
  const res = { appendHeader: (_name: string, value: string) => said.push(value) } as unknown as Response;
  const life = { idle: 60_000, absolute: 90_500 };
  makeSessionCookies(true, { life, find: async () => undefined }).give(res, 'secret');
  assert.match(said.join(), /^__Host-porter-session=secret;.*Max-Age=91(;|$)/);
});
