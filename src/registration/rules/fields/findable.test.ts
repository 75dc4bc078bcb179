import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDoor, someSettings } from '../../../../test/support/door.ts';
import { askedFields } from '../../fields.ts';
import { findableByName } from './findable.ts';

test('by what somebody may be found is asked only where accounts live here, and only a tick says yes', async () => {
  const [here, there] = [someSettings({ accountsHere: true }), someSettings()];
  assert.deepEqual([askedFields(here).has('findableByName'), askedFields(there).has('findableByName')], [true, false]);
  for (const [typed, kept] of [['yes', 'yes'], ...['', 'no', 'on', 'yes yes'].map((text) => [text, ''])] as const) {
    assert.deepEqual(findableByName.validate(typed ?? '', here), { ok: true, value: kept });
    assert.deepEqual(findableByName.validate(typed ?? '', there), { ok: true, value: '' });
  }
  await using door = await openTestDoor({ accountsHere: true });
  const { application } = await door.apply({ findableByAddress: 'yes' });
  const { findableByName: byName, findableByAddress: byAddress } = (await door.get(application.id)).order;
  assert.deepEqual([byName, byAddress], ['', 'yes']);
});
