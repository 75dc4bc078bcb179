import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { add, name, ordered, search } from '../support/find-names.ts';
import { makeRandom, type NamePart, someNames, someTerms } from '../support/some-names.ts';
import { onEveryDatabase, openTestSqlite } from './databases.ts';

onEveryDatabase((database, open) => {
  describe(`search for names: ${database}`, () => {
    test('names are found by what stands in their words, short pieces by how a word begins', async () => {
      await using opened = await open();
      const { storage } = opened;
      assert.equal(storage.accounts.searchReach, 'inside');
      await add(storage, 'lena', 'Lena Örtiz');
      await add(storage, 'l.ortmann', 'Łukasz Ortmann');
      await add(storage, 'percent', '100% _under_ 50\\50');
      await add(storage, 'fort', 'Ann Fort');
      await add(storage, 'brien', "Conor O'Brien");
      await add(storage, 'amal', 'أمل');
      await add(storage, 'tanaka', '田中太郎');
      await add(storage, 'fox', '🦊');
      for (const [term, found] of [
        ['ORT', ['fort', 'l.ortmann', 'lena']],
        ['örtiz lén', ['lena']],
        ['tiz', ['lena']],
        ['ti', []],
        ['or', ['l.ortmann', 'lena']],
        ['l', ['l.ortmann', 'lena']],
        ['o l', ['l.ortmann', 'lena']],
        ['lukasz', ['l.ortmann']],
        ['l.ortmann', ['l.ortmann']],
        ['OBrien', ['brien']],
        ['o’brien', ['brien']],
        ['أ', ['amal']],
        ['田中', ['tanaka']],
        ['中太郎', ['tanaka']],
        ['50%', ['percent']],
        ['fox', ['fox']],
        ['ena ört', ['lena']],
        ['lenaörtiz', []],
        ['ena örx', []],
      ] as const) {
        assert.deepEqual(await search(storage, term), found, term);
      }
    });

    test('signs of pattern languages are ordinary characters, also in a word that no rule made', async () => {
      await using opened = await open();
      const { storage } = opened;
      await add(storage, 'lena', 'Lena Örtiz');
      for (const word of [
        '%',
        '%%%',
        '___',
        'l_n',
        'len%',
        '.*',
        'le"na',
        '"',
        '""" OR "len',
        "le'na",
        "'",
        '\\',
        'len\\',
        'a:*',
        '!len',
        '*',
      ])
        assert.deepEqual(await storage.accounts.searchNames([word], 9), [], word);
    });

    test('who did not agree, is suspended or has closed the account is never found, and whoever is resumed is found again', async () => {
      await using opened = await open();
      const { storage } = opened;
      await add(storage, 'lena', 'Lena Ortiz');
      await add(storage, 'shy', 'Shy Ortiz', { findableByName: false });
      await add(storage, 'gone', 'Gone Ortiz', { state: 'suspended' });
      const everywhere = async () => {
        const terms = ['ortiz', 'tiz', 'o', 'lena ortiz', 'lena', 'shy', 'gone'];
        return [...new Set((await Promise.all(terms.map((term) => search(storage, term)))).flat())].toSorted();
      };
      const { accounts } = storage;
      assert.deepEqual(await everywhere(), ['lena']);
      await accounts.setState(name('lena'), { from: ['active'], to: 'suspended' }, ordered);
      assert.deepEqual(await everywhere(), []);
      await accounts.setState(name('lena'), { from: ['suspended'], to: 'active' }, ordered);
      await accounts.setState(name('shy'), { from: ['active'], to: 'suspended' }, ordered);
      await accounts.setState(name('shy'), { from: ['suspended'], to: 'active' }, ordered);
      await accounts.setHash(name('lena'), 'a-hash', ordered);
      assert.deepEqual(await everywhere(), ['lena']);
      await accounts.setState(name('gone'), { from: ['suspended'], to: 'active' }, ordered);
      assert.deepEqual(await everywhere(), ['gone', 'lena']);
      await accounts.close(name('lena'), ordered);
      await opened.reopen();
      assert.deepEqual(await search(opened.storage, 'ortiz'), ['gone']);
    });

    test('of more people than are asked for, the best hits are found, whoever came first', async () => {
      await using opened = await open();
      const { storage } = opened;
      for (let n = 0; n < 12; n += 1) await add(storage, `fort${n}`, `Comfort ${n}`);
      for (let n = 0; n < 3; n += 1) await add(storage, `ann${n}`, `Ann Fortuna ${n}`);
      await add(storage, 'x', 'Fort Knox');
      await add(storage, 'y', 'Fort');
      await add(storage, 'fort', 'Someone Else');
      assert.deepEqual(await search(storage, 'Fort', 3), ['fort', 'x', 'y']);
      assert.equal((await search(storage, 'fort', 7)).filter((each) => each.startsWith('fort')).length, 5);
      assert.deepEqual(
        await search(storage, 'omfort', 300),
        Array.from({ length: 12 }, (_, n) => `fort${n}`).toSorted(),
      );
      assert.deepEqual(await search(storage, 'fortuna', 300), ['ann0', 'ann1', 'ann2']);
    });

    test('hundreds of names in many scripts are found as a plain reading of all of them finds them', async () => {
      await using opened = await open();
      const { storage } = opened;
      const random = makeRandom(20_261_201);
      const people = someNames(random, 300).map((parts, n) => ({ localpart: `u${n}`, parts }));
      const hidden = new Set<string>();
      for (const { localpart, parts } of people) {
        const findableByName = random() > 0.1;
        if (!findableByName) hidden.add(localpart);
        await add(storage, localpart, written(parts), { findableByName });
      }
      for (const { localpart } of people) {
        const fate = random();
        if (fate > 0.2) continue;
        hidden.add(localpart);
        if (fate < 0.1) await storage.accounts.close(name(localpart), ordered);
        else await storage.accounts.setState(name(localpart), { from: ['active'], to: 'suspended' }, ordered);
      }
      for (const term of someTerms(
        random,
        people.map(({ parts }) => parts),
        400,
      )) {
        const wanted = plain(term)
          .split(' ')
          .filter((word) => word !== '');
        const expected = people
          .filter(({ localpart, parts }) => !hidden.has(localpart) && fits(` ${localpart} ${plain(parts)}`, wanted))
          .map(({ localpart }) => localpart);
        assert.deepEqual(
          await search(storage, written(term)),
          wanted.length === 0 ? [] : expected.toSorted(),
          written(term),
        );
      }
    });
  });
});

const written = (parts: readonly NamePart[]): string => parts.map(([as]) => as).join('');
const plain = (parts: readonly NamePart[]): string => parts.map(([, means]) => means).join('');
const fits = (named: string, wanted: readonly string[]): boolean =>
  wanted.every((word) => named.includes([...word].length < 3 ? ` ${word}` : word));

test('after many changes the index on SQLite holds the findable names and nothing else, also in a file that was compacted', async () => {
  await using opened = await openTestSqlite();
  const random = makeRandom(7);
  for (const [n, parts] of someNames(random, 120).entries()) {
    await add(opened.storage, `u${n}`, written(parts), { findableByName: random() > 0.3 });
    if (random() < 0.4)
      await opened.storage.accounts.setState(name(`u${n}`), { from: ['active'], to: 'suspended' }, ordered);
    if (random() < 0.3) await opened.storage.accounts.close(name(`u${n}`), ordered);
    if (random() < 0.3)
      await opened.storage.accounts.setState(name(`u${n}`), { from: ['suspended'], to: 'active' }, ordered);
  }
  assert.equal(opened.place.kind, 'sqlite');
  const raw = new Sqlite(opened.place.kind === 'sqlite' ? opened.place.path : '');
  try {
    const same = () => raw.exec("insert into account_names (account_names, rank) values ('integrity-check', 1)");
    same();
    raw.exec('vacuum');
    same();
    raw.exec("update accounts set comparable_name = 'renamed' where seq = 3");
    raw.exec('delete from accounts where seq in (select seq from findable_names limit 5)');
    same();
  } finally {
    raw.close();
  }
});
