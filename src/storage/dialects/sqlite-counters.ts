import { peekInto } from './sqlite-peek.ts';

/** How far each counter of a database has come, by its name. Throws as `peekInto` does. */
export function countersIn(file: string): ReadonlyMap<string, number> {
  return new Map([...peekInto(file, 'counters')].flatMap(([name, value]) => (isCount(value) ? [[name, value]] : [])));
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
