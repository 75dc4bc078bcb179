import { openBenchDatabase } from './databases.ts';
import type { Row } from './table.ts';
import { memoryRow } from './waiting-memory.ts';
import { makeFillWaiting } from './waiting-notifications.ts';

export async function rows(all: boolean): Promise<readonly Row[]> {
  return [
    await memoryRow({
      ...{
        id: 'I4',
        what: 'notifications waiting, said lately',
        most: all ? 1_000_000 : 100_000,
        program: 'i4-child.ts',
      },
      async withWaiting(count, use) {
        await using database = await openBenchDatabase();
        await makeFillWaiting(database.storage.notifications)(count);
        await database.storage[Symbol.asyncDispose]();
        return await use(database.file);
      },
    }),
  ];
}
