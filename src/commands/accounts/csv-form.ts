/**
 * A spreadsheet takes a cell that begins like this for a formula and computes it, and people choose their display names themselves. So
 * an export writes an apostrophe before it, and an import takes that one off.
 */
const formula = /^[=+\-@\t\r']/;
const guarded = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell);
export const unguarded = (cell: string): string => (/^'[=+\-@\t\r']/.test(cell) ? cell.slice(1) : cell);

/** One row with its line break (RFC 4180). */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(guarded(cell))).join(',')}\r\n`;

const quoted = (cell: string): string => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
