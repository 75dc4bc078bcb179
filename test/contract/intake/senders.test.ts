import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../../../src/app/load-config.ts';

const problems = (senders: string) =>
  parseConfig(
    'config.yaml',
    `mail: { from: porter@example.org, smtp: "smtp://127.0.0.1:25" }
notifications: { targets: { ops: ["email:ops@example.org"] } }
intake: { senders: { ${senders} } }
`,
    0o600,
    {},
  ).problems.map(({ key, sentence }) => `${key} ${sentence}`);

test('tokens and topics of senders are told apart, and a topic is none that could be guessed', () => {
  const sender = (name: string, more: string) => `${name}: { token: ${name}-0123456789, to: [ops]${more} }`;
  assert.deepEqual(problems(`${sender('a', ', topic: canary-topic-of-a')}, ${sender('b', '')}`), []);
  assert.deepEqual(problems(sender('a', ', topic: ops')), [
    'intake.senders.a.topic must have 15 to 64 letters, digits, - and _',
  ]);
  assert.deepEqual(
    problems(`${sender('a', ', topic: canary-topic-of-a')}, ${sender('b', ', topic: canary-topic-of-a')}`),
    ['intake.senders.b.topic is also the topic of a'],
  );
  assert.deepEqual(problems(`${sender('canary-topic', '')}, ${sender('b', ', topic: canary-topic-0123456789')}`), [
    'intake.senders.b.topic is also the token of canary-topic',
  ]);
});
