import path from 'node:path';
import { openBenchDatabase, openRaw } from './databases.ts';
import { fillAccounts, personAddress, personLocalpart } from './fill-accounts.ts';
import { applicationDocument, applicationId, fillApplications } from './fill-applications.ts';
import type { GrowthMeasure } from './growth.ts';

export const growth: GrowthMeasure = {
  name: 'finding an application by id, short id and address, a name, an account by name and address; raw look-ups',
  budget: 'raw',
  operations: 2_000,
  async open(size) {
    const { storage, dir, ...database } = await openBenchDatabase((raw) => {
      fillApplications(raw, size);
      fillAccounts(raw, size);
    });
    const { applications, accounts } = storage;
    const raw = openRaw(path.join(dir, 'raw.db'));
    raw.exec('create table found (id text primary key, short integer unique, hash text unique, document text) strict');
    const insert = raw.prepare('insert into found values (?, ?, ?, ?)');
    raw.transaction(() => {
      for (let n = 1; n <= size; n += 1) insert.run(applicationId(n), n, `hash${n}`, applicationDocument);
    })();
    const looks = ['id', 'short', 'hash', 'id', 'id', 'hash'].map((column) =>
      raw.prepare(`select * from found where ${column} = ?`),
    );
    // Everywhere in the table, the same on both sides.
    const pick = (n: number) => 1 + ((n * 7_919) % size);
    return {
      async porter(n) {
        const at = pick(n);
        const began = performance.now();
        const found = [
          await applications.find(applicationId(at)),
          await applications.findByShortId(at),
          await applications.findByAddress(`hash${at}`),
          // A name that somebody holds: its localpart is branded text.
          await applications.nameClaimed(`name${at}` as never),
          await accounts.find(personLocalpart(at) as never),
          (await accounts.findAddresses([{ medium: 'email', address: personAddress(at) as never }]))[0],
        ];
        const cost = performance.now() - began;
        if (found.some((each) => each === undefined || each === false)) throw new Error(`${at} was not found`);
        return cost;
      },
      async raw(n) {
        const at = pick(n);
        const keys = [applicationId(at), at, `hash${at}`, applicationId(at), applicationId(at), `hash${at}`];
        const began = performance.now();
        for (const [index, look] of looks.entries()) look.get(keys[index]);
        return performance.now() - began;
      },
      async [Symbol.asyncDispose]() {
        raw.close();
        await database[Symbol.asyncDispose]();
      },
    };
  },
};
