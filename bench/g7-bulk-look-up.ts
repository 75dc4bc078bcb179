import { bulkOf } from './bulk.ts';
import { openBenchDirectory } from './directory.ts';
import type { GrowthMeasure } from './growth.ts';

const PEOPLE = 10_000;

export const growth: GrowthMeasure = {
  name: 'bulk look-up, by addresses asked',
  budget: 1.1,
  operations: 20,
  async open(size) {
    const directory = await openBenchDirectory(PEOPLE);
    const { porter } = bulkOf(directory, { addresses: size, people: PEOPLE });
    return { porter, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() };
  },
};
