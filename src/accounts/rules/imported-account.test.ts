import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Cells, readCells, writeCells } from './imported-account.ts';

const rules = { serverName: 'example.org', unlisted: false, takes: (hash: string) => hash === 'good' };
const read = (cells: Cells, unlisted = false) => readCells(cells, { ...rules, unlisted });

test('a row is an account; what it leaves out is nothing, and consents are given unless it says no', () => {
  assert.deepEqual(read({ localpart: ' @lena:example.org ' }), {
    ok: true,
    value: {
      ...{ localpart: 'lena', displayName: undefined, state: 'active', addresses: [], hash: undefined },
      ...{ findableByName: true, findableByAddress: true },
    },
  });
  const full = {
    ...{ localpart: 'lena', display_name: 'Lena', email: 'a@example.org;b@example.org', msisdn: '31612345678' },
    ...{ password_hash: 'good', findable_by_name: 'no', findable_by_address: 'yes', state: 'suspended' },
  };
  const account = read(full);
  assert.ok(account.ok);
  assert.deepEqual(writeCells(account.value), full);
  const twice = read({ ...full, email: 'a@example.org;A@EXAMPLE.ORG; ' });
  assert.equal(twice.ok && twice.value.addresses.length, 2);
  const unlisted = read(full, true);
  assert.deepEqual(unlisted.ok && [unlisted.value.findableByName, unlisted.value.findableByAddress], [false, false]);
  const closed = read({ ...full, state: 'closed' });
  assert.deepEqual(closed.ok && [closed.value.addresses, closed.value.hash, closed.value.displayName], [
    [],
    undefined,
    undefined,
  ]);
});

test('a cell that cannot be taken over is named, and the name is told only if it is one', () => {
  for (const [cells, refusal] of [
    [{ display_name: 'a\0b' }, 'bad-display-name'],
    [{ display_name: 'x'.repeat(257) }, 'bad-display-name'],
    [{ email: 'lena@example.org;lena' }, 'bad-email'],
    [{ msisdn: '0612345678' }, 'bad-msisdn'],
    [{ password_hash: 'bad' }, 'bad-hash'],
    [{ findable_by_name: 'perhaps' }, 'bad-findable'],
    [{ findable_by_address: 'toString' }, 'bad-findable'],
    [{ state: 'asleep' }, 'bad-state'],
  ] as const) {
    assert.deepEqual(read({ localpart: 'lena', ...cells }), { ok: false, refusal, detail: 'lena' });
  }
  for (const localpart of ['', 'Lena', '@lena:evil.example', '_lena', '123', 'lena\0', 'x'.repeat(255)])
    assert.deepEqual(read({ localpart }), { ok: false, refusal: 'bad-name', detail: undefined });
});
