import type { MemoryStore } from '../../src/ports/memory-store.ts';

/** A `MemoryStore` that forgets with the test. */
export function makeMemoryStore(): MemoryStore & { readonly known: Map<string, string> } {
  const known = new Map<string, string>();
  return {
    known,
    recall: async (name) => known.get(name),
    async remember(name, value) {
      known.set(name, value);
    },
  };
}
