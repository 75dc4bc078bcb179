import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSafeUrl } from './safe-url.ts';

test('only plain web addresses become links', () => {
  assert.equal(parseSafeUrl('https://element.io/download'), 'https://element.io/download');
  for (const bad of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'https://user:pass@example.org',
    '//example.org',
    '/local',
    'ftp://example.org',
    '',
  ]) {
    assert.equal(parseSafeUrl(bad), undefined, bad);
  }
});
