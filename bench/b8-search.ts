import { openBenchDirectory } from './directory.ts';
import { durationRows, measureInTurn } from './durations.ts';
import { personName } from './fill-accounts.ts';
import type { Row } from './table.ts';

/** What people type on their way to a name: its beginning, a piece from inside, one word, all of it. */
function termFor(n: number, size: number): string {
  const [first, last] = personName(1 + ((n * 7_919) % size));
  return [last.slice(0, 3), last.slice(1, 5), last, `${first} ${last}`][n % 4] ?? last;
}

export async function rows(all: boolean): Promise<readonly Row[]> {
  const size = all ? 1_000_000 : 100_000;
  await using directory = await openBenchDirectory(size);
  const times = await measureInTurn(2_000, {
    porter: (n) => directory.search(termFor(n, size)),
    limit: (n) => directory.rawSearch(termFor(n, size)),
  });
  const measure = `directory search among ${size.toLocaleString('en')} people; one raw FTS5 trigram query for 200`;
  return durationRows('B8', measure, { ...times, budgets: { p50: 3, p99: 6 } });
}
