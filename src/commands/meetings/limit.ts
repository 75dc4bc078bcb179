export const LIMIT_HINT = '--limit takes a number from 1 to 10000';

export function parseLimit(text: string): number | undefined {
  const limit = Number(text);
  return Number.isInteger(limit) && limit >= 1 && limit <= 10_000 ? limit : undefined;
}
