import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { Fault } from './fault.ts';
import { makeLog } from './log.ts';
import { Secret } from './secret.ts';

function logged(use: (log: ReturnType<typeof makeLog>) => void): string[] {
  const lines: string[] = [];
  use(makeLog('debug', (line) => lines.push(line)));
  return lines;
}

test('L2: line breaks, ANSI escapes, bidi and a megabyte end as one printable line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const lines = logged((log) => log.info(text, { value: text, nested: { [text]: [text] } }));
      assert.equal(lines.length, 1);
      assert.equal(lines[0]?.split('\n').length, 2);
      assert.doesNotMatch(lines[0] ?? '', /[\u001b\u202e\u2028]/);
      JSON.parse(lines[0] ?? '');
    }),
  );
  const [line] = logged((log) => log.info('big', { value: 'x'.repeat(1_000_000) }));
  assert.ok((line?.length ?? 0) < 1_500);
});

test('L2: both sentences of a Fault are escaped and cut', () => {
  const long = `one\ntwo\u001b[31m${'x'.repeat(1_000_000)}`;
  const [line = ''] = logged((log) =>
    log.error('x', { error: new Fault(long, { code: 'a.b', retryable: false, scope: 'message', remedy: long }) }),
  );
  const { error } = JSON.parse(line) as { error: { message: string; remedy: string } };
  assert.ok(error.remedy.startsWith('one\\u000atwo\\u001b[31m'), error.remedy.slice(0, 40));
  assert.equal(error.remedy, error.message);
  assert.ok(line.length < 3_000);
});

test('L1: a secret prints as [secret] wherever it is put', () => {
  const secret = new Secret('canary-17');
  const [line] = logged((log) => log.with({ secret }).info('x', { secret, deep: { list: [secret] } }));
  assert.doesNotMatch(
    `${line}${String(secret)}${JSON.stringify({ secret })}${inspect({ secret })}${`${secret}`}`,
    /canary-17/,
  );
});

test('L3: of an error of a library only class, code and place are logged; of a Fault also its sentence', () => {
  const error = Object.assign(new Error('connect to https://user:canary-18@host failed'), { code: 'ECONNREFUSED' });
  const fault = new Fault('The homeserver does not answer', {
    code: 'homeserver.down',
    retryable: true,
    scope: 'channel',
    cause: error,
  });
  const [line] = logged((log) => log.error('x', { error, fault }));
  assert.doesNotMatch(line ?? '', /canary-18/);
  assert.match(line ?? '', /ECONNREFUSED/);
  assert.match(line ?? '', /homeserver\.down/);
});
