import { openBenchDirectory } from './directory.ts';
import { personName } from './fill-accounts.ts';
import type { GrowthMeasure } from './growth.ts';

export const growth: GrowthMeasure = {
  name: 'directory search by four letters, by people; raw FTS5 trigram query',
  budget: 'raw',
  operations: 2_000,
  async open(size) {
    const directory = await openBenchDirectory(size);
    const termFor = (n: number) => personName(1 + ((n * 7_919) % size))[1].slice(n % 3, 4 + (n % 3));
    return {
      porter: (n) => directory.search(termFor(n)),
      raw: async (n) => directory.rawSearch(termFor(n)),
      [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
    };
  },
};
