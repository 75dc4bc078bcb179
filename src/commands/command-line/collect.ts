/** Reads an option that may be repeated. */
export const collect = (one: string, before: readonly string[] = []): readonly string[] => [...before, one];
