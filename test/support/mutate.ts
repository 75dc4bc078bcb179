/** A value with one part of it, by a path of keys, put in place of another. */
export function mutate(value: unknown, [at, ...rest]: readonly number[], into: unknown): unknown {
  if (at === undefined || typeof value !== 'object' || value === null) return into;
  const keys = Object.keys(value);
  if (keys.length === 0) return into;
  const key = keys[at % keys.length] ?? '';
  const changed = mutate((value as Readonly<Record<string, unknown>>)[key], rest, into);
  if (Array.isArray(value)) return value.with(Number(key), changed);
  return { ...value, [key]: changed };
}
