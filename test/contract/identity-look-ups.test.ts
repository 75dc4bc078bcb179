import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { MA1SD, openTestIdentityDoor, type TestIdentityDoor } from '../support/identity-door.ts';
import { anEmail } from './samples.ts';

const mail = 'lena@example.org';
const name = (text: string) => text as Localpart;
const hidden = { findableByName: false, findableByAddress: false };

/** Lena, whom everybody may find, somebody who did not agree, and somebody who is suspended. */
async function openDoor(): Promise<TestIdentityDoor> {
  const door = await openTestIdentityDoor();
  const address = (text: string) => [{ medium: 'email', address: anEmail(text) }] as const;
  await door.add({ localpart: name('shy'), displayName: 'Ortrud', addresses: address('shy@example.org'), ...hidden });
  await door.add({ localpart: name('gone'), displayName: 'Ortwin', addresses: address('gone@example.org') });
  await door.keep.suspend(name('gone'), 'porter');
  return door;
}

test('a single address is found as it was asked for, and whatever finds nobody is an empty object', async () => {
  await using door = await openDoor();
  for (const path of [
    `${MA1SD}/identity/single`,
    '/_mxisd/backend/api/v1/identity/single',
    '/x/internal/identity_single.php',
  ]) {
    for (const [medium, address] of [
      ['email', mail],
      ['email', 'LENA@Example.ORG'],
      ['msisdn', '31612345678'],
    ]) {
      assert.deepEqual(await door.json(path, { lookup: { medium, address } }), [
        200,
        { lookup: { medium, address, id: { type: 'mxid', value: '@lena:example.org' } } },
      ]);
    }
    for (const lookup of [
      { medium: 'email', address: 'nobody@example.org' },
      { medium: 'email', address: 'shy@example.org' },
      { medium: 'email', address: 'gone@example.org' },
      ...[{ medium: 'im.vector', address: mail }, { medium: null, address: null }, { address: mail }, {}],
    ]) {
      const { status, body } = await door.post(path, { lookup });
      assert.deepEqual([status, body], [200, '{}\n'], JSON.stringify(lookup));
    }
  }
});

test('an address whose + was decoded twice is found', async () => {
  await using door = await openDoor();
  await door.add({
    localpart: name('bo'),
    addresses: [{ medium: 'email', address: anEmail('bo+matrix@example.org') }],
  });
  const lookup = { medium: 'email', address: 'bo matrix@example.org' };
  const id = { type: 'mxid', value: '@bo:example.org' };
  assert.deepEqual(await door.json(`${MA1SD}/identity/single`, { lookup }), [200, { lookup: { ...lookup, id } }]);
});

test('H13: a bulk look-up has hits only, each as it was asked, and whatever is broken in between is skipped', async () => {
  await using door = await openDoor();
  const id = { type: 'localpart', value: 'lena' };
  const hit = (medium: string, address: string) => ({ medium, address, id });
  for (const path of [
    `${MA1SD}/identity/bulk`,
    '/_mxisd/backend/api/v1/identity/bulk',
    '/internal/identity_bulk.php',
  ]) {
    const lookup = [
      { medium: 'email', address: 'Lena@Example.org' },
      ...[null, 7, 'x', [], {}, { medium: 'email' }, { medium: 'im.vector', address: mail }],
      { medium: 'msisdn', address: '31612345678' },
      ...[
        { medium: 'email', address: 'nobody@example.org' },
        { medium: 'email', address: 'shy@example.org' },
      ],
      { medium: 'email', address: mail },
      { medium: 'email', address: mail },
    ];
    assert.deepEqual(await door.json(path, { lookup }), [
      200,
      {
        lookup: [
          hit('email', 'Lena@Example.org'),
          hit('msisdn', '31612345678'),
          hit('email', mail),
          hit('email', mail),
        ],
      },
    ]);
    assert.deepEqual(await door.json(path, { lookup: [] }), [200, { lookup: [] }]);
  }
});

test('a bulk look-up of 10,000 entries is answered whole; one more is refused before anything is looked up', async () => {
  await using door = await openDoor();
  const entries = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ medium: 'email', address: n % 2 ? mail : `nobody${n}@example.org` }));
  const [status, body] = await door.json(`${MA1SD}/identity/bulk`, { lookup: entries(10_000) });
  assert.equal(status, 200);
  assert.equal((body as { lookup: unknown[] }).lookup.length, 5_000);
  assert.equal((await door.post(`${MA1SD}/identity/bulk`, { lookup: entries(10_001) })).status, 413);
  for (const lookup of [null, {}, 'x', undefined])
    assert.equal((await door.post(`${MA1SD}/identity/bulk`, { lookup })).status, 400);
});

test('the directory lists bare names of people who agreed, by name and by address, and no sign means anybody', async () => {
  await using door = await openDoor();
  const path = `${MA1SD}/directory/user/search`;
  const results = [{ user_id: 'lena', display_name: 'Lena Ortiz' }];
  for (const [by, search_term] of [
    ['name', 'ort'],
    ['name', 'LÉNA'],
    ['name', 'ortiz lena'],
    ['threepid', 'Lena@example.org'],
    ['threepid', '31612345678'],
  ]) {
    assert.deepEqual(await door.json(path, { by, search_term }), [200, { limited: false, results }], search_term);
  }
  const nobody = [200, { limited: false, results: [] }];
  for (const body of [
    ...['', ' ', '%', '_', '.*', '%%%', '*', '\\', 'shy', 'ortwin', 'x'.repeat(10_000), '\0'].map((search_term) => ({
      ...{ by: 'name', search_term },
    })),
    ...['shy@example.org', 'gone@example.org', 'lena', '%'].map((search_term) => ({ by: 'threepid', search_term })),
    ...[
      { by: 'name' },
      { by: 'name', search_term: null },
      { search_term: 'lena' },
      { by: 'x', search_term: 'lena' },
      {},
    ],
  ]) {
    assert.deepEqual(await door.json(path, body), nobody, JSON.stringify(body));
  }
  assert.deepEqual(await door.json('/internal/directory_search.php', { by: 'name', search_term: 'ort' }), [
    ...[200, { limited: false, results, result: results }],
  ]);
});

test('a search that fits more people than are told says so', async () => {
  await using door = await openDoor();
  for (let n = 0; n < 51; n += 1)
    await door.add({ localpart: name(`many${n}`), displayName: `Many ${n}`, addresses: [], password: undefined });
  const [, body] = await door.json(`${MA1SD}/directory/user/search`, { by: 'name', search_term: 'many' });
  const { limited, results } = body as { limited: boolean; results: unknown[] };
  assert.deepEqual([limited, results.length], [true, 50]);
});

test('profiles are told of people here, and nobody else has one', async () => {
  await using door = await openDoor();
  const asked = { localpart: 'lena', domain: 'example.org', mxid: '@lena:example.org' };
  const threepids = [
    { medium: 'email', address: mail },
    { medium: 'msisdn', address: '31612345678' },
  ];
  for (const which of ['displayName', 'threepids', 'roles']) {
    const path = `${MA1SD}/profile/${which}`;
    assert.deepEqual(await door.json(path, asked), [200, { profile: { display_name: 'Lena Ortiz', threepids } }]);
    for (const body of [
      { localpart: 'nobody', domain: 'example.org', mxid: '@nobody:example.org' },
      { localpart: 'gone', domain: 'example.org', mxid: '@gone:example.org' },
      { localpart: 'lena', domain: 'evil.example', mxid: '@lena:evil.example' },
      ...[{ localpart: 'lena', mxid: '@bo:example.org' }, { mxid: '@Lena:example.org' }, { localpart: null }, {}],
    ]) {
      assert.deepEqual(await door.json(path, body), [200, { profile: {} }], JSON.stringify(body));
    }
  }
  const shy = await door.json(`${MA1SD}/profile/threepids`, { localpart: 'shy' });
  assert.deepEqual(shy, [200, { profile: { display_name: 'Ortrud', threepids: [] } }]);
});
