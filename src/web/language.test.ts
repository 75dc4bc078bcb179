import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { makeLanguageChoice } from './language.ts';

function visit(headers: Record<string, string>, url = '/') {
  const cookies: string[] = [];
  const res = {
    headersSent: false,
    appendHeader: (_name: string, value: string) => cookies.push(value),
  } as unknown as ServerResponse;
  return { req: { url, headers } as unknown as IncomingMessage, res, cookies };
}

const choose = (headers: Record<string, string>, url?: string, known?: 'en' | 'de') => {
  const { req, res } = visit(headers, url);
  return makeLanguageChoice(false, 'en').of(req, res, known);
};

test('the browser says which language, by weight and with regions', () => {
  assert.equal(choose({ 'accept-language': 'de-AT,en;q=0.5' }), 'de');
  assert.equal(choose({ 'accept-language': 'fa,en;q=0.5,de;q=0.9' }), 'de');
  assert.equal(choose({ 'accept-language': 'de;q=0,en' }), 'en');
  assert.equal(choose({ 'accept-language': 'fa-IR' }), 'en');
  assert.equal(choose({}), 'en');
  assert.equal(choose({ 'accept-language': '\u0000;;;,x-????,*, de' }), 'de');
});

test('what was chosen wins over the application, and the application over the browser', () => {
  const browser = { 'accept-language': 'en' };
  assert.equal(choose(browser, '/', 'de'), 'de');
  assert.equal(choose({ ...browser, cookie: 'lang=en' }, '/', 'de'), 'en');
  assert.equal(choose({ ...browser, cookie: 'lang=en' }, '/?lang=de'), 'de');
  assert.equal(choose({ ...browser, cookie: 'lang=xx' }, '/?lang=../de', 'de'), 'de');
});

test('a choice is kept once per answer', () => {
  const { req, res, cookies } = visit({}, '/?lang=de');
  const languages = makeLanguageChoice(true, 'en');
  assert.equal(languages.of(req, res), 'de');
  assert.equal(languages.of(req, res), 'de');
  assert.equal(cookies.length, 1);
  assert.match(cookies[0] ?? '', /^__Host-lang=de; Path=\/; HttpOnly; SameSite=Lax; Secure/);
});
