import type { CsvError } from 'csv-parse';

/** Bytes of one row. A quotation mark that is never closed reaches this soon. */
const LONGEST_ROW = 64 * 1024;
const MOST_ROWS = 500_000;

export interface CsvRow {
  /** Where it begins; the first line is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads CSV (RFC 4180) in UTF-8, with or without a byte order mark, with any line breaks, and with commas, semicolons or tabs between
 * cells, whichever the first line has first. Leaves empty rows out.
 *
 * @returns the rows, or in one sentence what is wrong; it never holds anything of the file
 */
export async function readCsv(bytes: Buffer): Promise<readonly CsvRow[] | string> {
  const broken = firstBrokenLine(bytes);
  if (broken !== undefined) return `Line ${broken} is not UTF-8. Save the file as CSV in UTF-8.`;
  const { parse } = await import('csv-parse/sync');
  const rows: CsvRow[] = [];
  const lines = makeLineCounter(bytes);
  let end = 0;
  try {
    parse(bytes, {
      ...{ bom: true, relax_column_count: true, trim: true, max_record_size: LONGEST_ROW },
      delimiter: delimiterOf(bytes),
      on_record(cells: readonly string[], { bytes: next }) {
        if (cells.some((cell) => cell !== '')) rows.push({ line: lines.at(end), cells });
        end = next;
        return null;
      },
    });
  } catch (error) {
    // Its message may hold a cell.
    return `The row that begins in line ${lines.at(end)} ${trouble((error as CsvError).code)}.`;
  }
  return rows.length > MOST_ROWS ? `There are more than ${MOST_ROWS} rows. Divide the file.` : rows;
}

const trouble = (code: string): string =>
  code === 'CSV_MAX_RECORD_SIZE' || code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'has a quotation mark that is not closed, or is longer than 64 KiB'
    : 'has a quotation mark in the wrong place: a cell that holds one is put into quotation marks, and those inside are doubled';

function delimiterOf(bytes: Buffer): string {
  const [first = ''] = bytes
    .subarray(0, LONGEST_ROW)
    .toString('utf8')
    .split(/[\r\n]/, 1);
  return /[,;\t]/.exec(first)?.[0] ?? ',';
}

const [CR, LF] = [13, 10];

function firstBrokenLine(bytes: Buffer): number | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const isBroken = (piece: Buffer) => {
    try {
      decoder.decode(piece);
      return false;
    } catch {
      return true;
    }
  };
  if (!isBroken(bytes)) return undefined;
  const lines = makeLineCounter(bytes);
  for (let from = 0; from < bytes.length; ) {
    const next = bytes.indexOf(LF, from) + 1 || bytes.length;
    if (isBroken(bytes.subarray(from, next))) return lines.at(from);
    from = next;
  }
  return 1;
}

/** Counts lines by LF, CR LF, or CR. */
function makeLineCounter(bytes: Buffer): {
  /** The line of the first byte from here on that is no line break. Positions never go back. */
  at(position: number): number;
} {
  let line = 1;
  let seen = 0;
  return {
    at(position) {
      for (; seen < position || bytes[seen] === CR || bytes[seen] === LF; seen += 1)
        if (bytes[seen] === LF || (bytes[seen] === CR && bytes[seen + 1] !== LF)) line += 1;
      return line;
    },
  };
}
