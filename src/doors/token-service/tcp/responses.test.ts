import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok, refuse } from '../../../kernel/outcome.ts';
import { responseOf } from './responses.ts';

test('an answer is compact, its keys in the order of the old server, newline and NUL behind it', () => {
  const issued = ok({ token: 'aa.bb.cc', room: 'lobby', message: 'OK', expiresAt: 1 });
  assert.equal(
    responseOf(issued, 1_780_000_000, '7'),
    '{"success":true,"message":"OK","token":"aa.bb.cc","time":1780000000,"seq":7}\n\0',
  );
  assert.equal(
    responseOf(issued, 1_780_000_000, undefined),
    '{"success":true,"message":"OK","token":"aa.bb.cc","time":1780000000}\n\0',
  );
  assert.equal(
    responseOf(refuse('request', 'channel: must be "text"\n'), 1_780_000_000, '"7"'),
    '{"success":false,"message":"channel: must be \\"text\\"\\n","token":"","time":1780000000,"seq":"7"}\n\0',
  );
});
