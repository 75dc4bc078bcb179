import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEmail, submitted } from '../../test/contract/samples.ts';
import type { Localpart, UserId } from '../kernel/matrix-id.ts';
import type { Application } from './application.ts';
import { makeFindPerson } from './find-person.ts';

const lena = '@lena:porter.test' as UserId;
const addresses = [{ channel: 'email', address: 'lena@example.org' }];

/** Of these applications, all for the name `lena`. */
function findAmong(...over: readonly Partial<ReturnType<typeof submitted>>[]) {
  const all: readonly Application[] = over.map((each, at) =>
    submitted({ shortId: at + 1, localpart: 'lena' as Localpart, addressHash: 'one', email: anEmail(), ...each }),
  );
  return makeFindPerson({
    applications: {
      findByShortId: async (number) => all.find(({ shortId }) => shortId === number),
      findByName: async (name) => all.filter(({ localpart }) => localpart === name).toReversed(),
    },
  });
}

test('a number names whoever handed in that application', async () => {
  const find = findAmong({ userId: lena }, { addressHash: 'two' });
  for (const who of ['2', '#2'])
    assert.deepEqual(await find(who), {
      ok: true,
      value: { userId: undefined, addressHash: 'two', addresses },
    });
  assert.deepEqual(await find('1'), { ok: true, value: { userId: lena, addressHash: 'one', addresses } });
  for (const none of ['3', '#3', '99999999999999999999'])
    assert.deepEqual(await find(none), { ok: false, refusal: 'unknown-application', detail: undefined });
});

test('a user ID names whoever has the account, whether or not anybody applied', async () => {
  const find = findAmong({ addressHash: 'two' });
  for (const userId of [lena, '@lena:elsewhere.test'])
    assert.deepEqual(await find(userId), { ok: true, value: { userId, addresses: [] } });
  assert.deepEqual(await findAmong({ userId: lena }, { addressHash: 'two' })(lena), {
    ...{ ok: true, value: { userId: lena, addresses } },
  });
  assert.deepEqual(await find('@lena'), { ok: false, refusal: 'no-user-id', detail: undefined });
});

test('L11: a bare name that different addresses asked for is refused with the numbers, whoever has the account', async () => {
  const find = findAmong({ userId: lena }, { addressHash: 'two' });
  assert.deepEqual(await find('lena'), { ok: false, refusal: 'several', detail: [2, 1] });
  assert.deepEqual(await findAmong({ userId: lena }, {})('lena'), {
    ...{ ok: true, value: { userId: lena, addressHash: 'one', addresses } },
  });
  assert.deepEqual(await find('bo'), { ok: false, refusal: 'unknown-name', detail: undefined });
});
