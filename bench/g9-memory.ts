import { openBenchDatabase } from './databases.ts';
import type { Row } from './table.ts';
import { memoryRow } from './waiting-memory.ts';

export async function rows(all: boolean): Promise<readonly Row[]> {
  return [
    await memoryRow({
      ...{ id: 'G9', what: 'jobs waiting', most: all ? 1_000_000 : 100_000, program: 'g9-child.ts' },
      async withWaiting(count, use) {
        await using database = await openBenchDatabase((raw) => {
          const job = raw.prepare(
            `insert into jobs (id, slot, key, kind, queue, place, rank, state, due_at, expires_at, created_at, attempt, failures, once, payload)
             values (?, ?, ?, 'bench', ?, 'matrix', 2, 'waiting', 1, 9e15, 1, 0, 0, 0, '{"id":"x","entry":1}')`,
          );
          for (let n = 0; n < count; n += 1) {
            job.run(`id${n}`, `key${n}`, `key${n}`, `2 matrix:!room${n % 1_000}:porter.test`);
          }
        });
        await database.storage[Symbol.asyncDispose]();
        return await use(database.file);
      },
    }),
  ];
}
