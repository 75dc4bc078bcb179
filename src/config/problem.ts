/** One thing that is wrong with a file, where, and what to do about it. Never holds a secret. */
export interface Problem {
  /** The file's name as it was given. */
  readonly file: string;
  /** 1 is the first line and the first column. */
  readonly line: number;
  readonly column: number;
  /** Dotted path of the key, `registration.approvals`; '' for the file as a whole. */
  readonly key: string;
  /** Goes on after the key: `must be at least 1, is 0`. */
  readonly sentence: string;
  readonly remedy: string | undefined;
}

/**
 * The house form: one heading a file, one line a problem, in the order of the file.
 *
 * ```
 * config.yaml: 2 problems
 *   31:5   mail.form             is not a known key (did you mean "from"?)
 *   48:14  registration.approvals  must be at least 1, is 0
 * ```
 *
 * @param word what they are called, `problem` or `warning`
 */
export function formatProblems(problems: readonly Problem[], word = 'problem'): string {
  const files = Map.groupBy(problems, (problem) => problem.file);
  return [...files].map(([file, ofFile]) => section(file, ofFile, word)).join('\n');
}

function section(file: string, problems: readonly Problem[], word: string): string {
  const rows = problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, key, sentence, remedy }) => ({
      place: `${line}:${column}`,
      key,
      text: remedy === undefined ? sentence : `${sentence}; ${remedy}`,
    }));
  const widest = (of: 'place' | 'key') => rows.reduce((most, row) => Math.max(most, row[of].length), 0);
  const [placeWidth, keyWidth] = [widest('place') + 2, widest('key') + 2];
  const lines = rows.map(({ place, key, text }) => `  ${place.padEnd(placeWidth)}${key.padEnd(keyWidth)}${text}`);
  return [`${file}: ${problems.length} ${word}${problems.length === 1 ? '' : 's'}`, ...lines].join('\n');
}
