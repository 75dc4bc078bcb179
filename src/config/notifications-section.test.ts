import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../app/load-config.ts';

const MAIL = 'mail: { from: porter@example.org, smtp: "smtp://127.0.0.1:25" }';
const NOTIFICATIONS = 'notifications: { targets: { ops: ["email:ops@example.org"] } }';
const intake = (sender: string) => `intake: { senders: { ${sender}: { token: "0123456789abcdef", to: [ops] } } }`;

const problemsOf = (...sections: readonly string[]) =>
  parseConfig('/etc/porter/config.yaml', sections.join('\n'), 0o600, {}).problems.map(
    ({ key, sentence }) => `${key} ${sentence}`,
  );
const told = (sender: string) => problemsOf(MAIL, NOTIFICATIONS, intake(sender));

test('the way in turns nothing on by itself, and the relay needs none', () => {
  const [first] = problemsOf(MAIL, intake('router'));
  assert.equal(first, 'notifications is required beside intake');
  assert.deepEqual(problemsOf(MAIL, NOTIFICATIONS), []);
});

test('H14: no sender has a name under which Porter sends itself, so none can look at that', () => {
  assert.deepEqual(told('router'), []);
  for (const name of ['command', 'porter']) {
    assert.deepEqual(told(name), [
      `intake.senders.${name} must not be ${name}, which is how Porter names what it sends itself`,
    ]);
  }
});

test('a name that cannot be one says what a name is', () => {
  assert.deepEqual(told('Router'), [
    'intake.senders.Router must begin with a letter or digit and hold only a-z, 0-9, - and _',
  ]);
});
