import { parseThirdPartyId } from '../src/accounts/rules/third-party-id.ts';
import type { BenchDirectory } from './directory.ts';
import { personAddress } from './fill-accounts.ts';

/** So many addresses at once, every other one somebody's. Each side resolves with the milliseconds that it took. */
export function bulkOf(
  { lookUps, rawBulk }: BenchDirectory,
  { addresses: count, people }: { readonly addresses: number; readonly people: number },
) {
  const asked = (n: number) =>
    Array.from({ length: count }, (_, at) =>
      at % 2 === 0 ? personAddress(1 + ((n * 31 + at * 7_919) % people)) : `nobody${n}-${at}@example.org`,
    );
  const expected = (addresses: readonly string[]) =>
    new Set(addresses.filter((address) => address.startsWith('person'))).size;
  return {
    async porter(n: number): Promise<number> {
      const addresses = asked(n);
      const began = performance.now();
      const found = await lookUps.byAddress(addresses.flatMap((address) => parseThirdPartyId('email', address) ?? []));
      const ms = performance.now() - began;
      if (found.size !== expected(addresses)) throw new Error(`${found.size} were found`);
      return ms;
    },
    raw(n: number): number {
      const addresses = [...new Set(asked(n))];
      const { ms, found } = rawBulk(addresses);
      if (found !== expected(addresses)) throw new Error(`the raw join found ${found}`);
      return ms;
    },
  };
}
