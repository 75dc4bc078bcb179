import { rm } from 'node:fs/promises';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { systemClock } from '../src/kernel/clock.ts';
import { backup } from '../src/storage/backup.ts';
import { openBenchDatabase } from './databases.ts';
import { fillApplications } from './fill-applications.ts';
import type { GrowthMeasure } from './growth.ts';

export const growth: GrowthMeasure = {
  name: 'backup, its integrity check included, by rows; no migration rewrites a table yet',
  budget: 1.1,
  operations: 5,
  async open(size) {
    const { file, dir, ...database } = await openBenchDatabase((raw) => fillApplications(raw, size));
    return {
      async porter(n) {
        const copy = path.join(dir, `copy-${n}.db`);
        const began = performance.now();
        await backup({ kind: 'sqlite', path: file }, copy, { clock: systemClock });
        const cost = performance.now() - began;
        const copied = new Sqlite(copy, { readonly: true });
        const rows = copied.prepare('select count(*) from applications').pluck().get();
        copied.close();
        await rm(copy);
        if (rows !== size) throw new Error(`${rows} of ${size} rows were copied`);
        return cost;
      },
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    };
  },
};
