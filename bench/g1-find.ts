import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { openBenchDatabase, openRaw } from './databases.ts';
import type { GrowthMeasure } from './growth.ts';

const idOf = (n: number) => `0199aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`;
const document = JSON.stringify({
  v: 1,
  language: 'en',
  displayName: 'Lena',
  email: 'lena@example.org',
  reason: 'r'.repeat(100),
  votes: [],
});

function fill(raw: Database, size: number): void {
  const application = raw.prepare(
    `insert into applications (id, short_id, version, stage, entry, round, created_at, since, localpart, address_hash, email_domain, document)
     values (?, ?, 1, 'waiting', 1, 1, 1, 1, ?, ?, 'example.org', ?)`,
  );
  const claim = raw.prepare('insert into claims (kind, value, application_id, until) values (?, ?, ?, null)');
  for (let n = 1; n <= size; n += 1) {
    application.run(idOf(n), n, `name${n}`, `hash${n}`, document);
    claim.run('name', `name${n}`, idOf(n));
    claim.run('address', `hash${n}`, idOf(n));
  }
}

export const growth: GrowthMeasure = {
  name: 'finding an application by id, short id and address, and a name; raw look-ups',
  budget: 'raw',
  operations: 2_000,
  async open(size) {
    const { storage, dir, ...database } = await openBenchDatabase((raw) => fill(raw, size));
    const { applications } = storage;
    const raw = openRaw(path.join(dir, 'raw.db'));
    raw.exec('create table found (id text primary key, short integer unique, hash text unique, document text) strict');
    const insert = raw.prepare('insert into found values (?, ?, ?, ?)');
    raw.transaction(() => {
      for (let n = 1; n <= size; n += 1) insert.run(idOf(n), n, `hash${n}`, document);
    })();
    const looks = ['id', 'short', 'hash', 'id'].map((column) => raw.prepare(`select * from found where ${column} = ?`));
    // Everywhere in the table, the same on both sides.
    const pick = (n: number) => 1 + ((n * 7_919) % size);
    return {
      async porter(n) {
        const at = pick(n);
        const began = performance.now();
        const found = [
          await applications.find(idOf(at)),
          await applications.findByShortId(at),
          await applications.findByAddress(`hash${at}`),
          // A name that somebody holds: its localpart is branded text.
          await applications.nameHeld(`name${at}` as never, 1),
        ];
        const cost = performance.now() - began;
        if (found.some((each) => each === undefined || each === false)) throw new Error(`${at} was not found`);
        return cost;
      },
      async raw(n) {
        const at = pick(n);
        const keys = [idOf(at), at, `hash${at}`, idOf(at)];
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
