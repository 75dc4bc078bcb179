import { bulkOf } from './bulk.ts';
import { openBenchDirectory } from './directory.ts';
import { durationRows, measureInTurn } from './durations.ts';
import type { Row } from './table.ts';

const ADDRESSES = 10_000;

export async function rows(all: boolean): Promise<readonly Row[]> {
  const size = all ? 1_000_000 : 100_000;
  await using directory = await openBenchDirectory(size);
  const { porter, raw } = bulkOf(directory, { addresses: ADDRESSES, people: size });
  const times = await measureInTurn(all ? 1_000 : 200, { porter, limit: raw });
  const measure = `bulk look-up of 10,000 addresses among ${size.toLocaleString('en')} people; one raw join`;
  return durationRows('B9', measure, { ...times, budgets: { p50: 3, p99: 6 } });
}
