import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDoor, someSettings } from '../../../../test/support/door.ts';
import { typedFields } from '../../../../test/support/order.ts';
import { accepted, toAccept } from './accepted.ts';

const accept = [
  { name: 'terms', version: '1a2b3c4d5e6f' },
  { name: 'rules', version: '0f9e8d7c6b5a' },
] as const;
const both = 'terms 1a2b3c4d5e6f, rules 0f9e8d7c6b5a';

test('S17: a box that was not ticked, and one that stood for other versions, are refused', () => {
  const settings = someSettings({ accept });
  assert.equal(toAccept(settings), both);
  assert.deepEqual(accepted.validate(both, settings), { ok: true, value: both });
  for (const [typed, refusal] of [
    ['', 'not-accepted'],
    ['terms 1a2b3c4d5e6f', 'changed'],
    ['yes', 'changed'],
  ] as const) {
    const validated = accepted.validate(typed, settings);
    assert.ok(!validated.ok && validated.refusal === refusal, typed);
  }
  assert.deepEqual(accepted.validate('yes', someSettings()), { ok: true, value: '' });
});

test('S17: the versions that were accepted are kept with the application', async () => {
  await using door = await openTestDoor({ accept });
  const typed = typedFields({ username: 'lena', email: 'lena@example.org', reason: 'I live here.' });
  const refused = await door.site.submit({ typed, language: 'en', network: undefined });
  assert.deepEqual(refused, { kind: 'problems', problems: [{ field: 'accepted', refusal: 'not-accepted' }] });
  const { application } = await door.apply({ accepted: both });
  assert.equal((await door.get(application.id)).order.accepted, both);
});
