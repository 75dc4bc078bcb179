import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuse } from '../../../src/kernel/outcome.ts';
import { openTestIntake, ROUTER_TOKEN } from '../../support/intake.ts';

test('a message that goes to more addresses than one may is too large at every door, in its own manner', async () => {
  const tooMany = async () => refuse('too-many', 'it leads to too many deliveries: send it in parts');
  await using intake = await openTestIntake(undefined, {
    accept: { accept: tooMany, acceptOrder: tooMany, reaches: () => true },
  });
  const bearer = { authorization: `Bearer ${ROUTER_TOKEN}` };
  const json = { 'content-type': 'application/json', ...bearer };
  for (const [path, body, headers] of [
    ['/v1/notifications', '{"title":"x"}', json],
    ['/message', '{"message":"x"}', json],
    [`/slack/${ROUTER_TOKEN}`, '{"text":"x"}', json],
    [`/notify/${ROUTER_TOKEN}`, '{"body":"x"}', json],
    ['/ops', 'x', bearer],
  ] as const) {
    const answer = await intake.send(path, { body, headers });
    assert.equal(answer.status, 413, `${path}: ${answer.body}`);
    if (!path.startsWith('/slack')) assert.match(answer.body, /send it in parts/, path);
  }
});
