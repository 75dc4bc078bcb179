/** Prints a result to standard output; `complain` prints to standard error. */
export const print = (text: string): void => printRaw(`${text}\n`);
export const complain = (text: string): void => void process.stderr.write(`${text}\n`);
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Ends a sentence with a full stop, unless it ends as a question. */
export const asSentence = (sentence: string): string => (/[.?!]$/.test(sentence) ? sentence : `${sentence}.`);

let watched = false;

/** Prints without adding a line break. Exits quietly when the reader closes the pipe (`| head`). */
export function printRaw(text: string): void {
  if (!watched) {
    watched = true;
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
  process.stdout.write(text);
}

/** Lays out rows in columns. Cells must not contain line breaks. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    rows.reduce((widest, row) => Math.max(widest, row[at]?.length ?? 0), 0),
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `2026-11-21 09:56:31` in UTC, for people at a terminal. @param at epoch milliseconds */
export const utcText = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
