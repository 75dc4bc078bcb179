/** One thing that is wrong with a file: where it is and what to do about it. Never holds a secret. */
export interface Problem {
  /** Name of the file as the caller gave it. */
  readonly file: string;
  /** 1 is the first line and the first column. */
  readonly line: number;
  readonly column: number;
  /** Dotted path of the key, `registration.approvals`; '' for the file as a whole. */
  readonly key: string;
  /** Continues after the key: `must be at least 1, is 0`. */
  readonly sentence: string;
  readonly remedy: string | undefined;
}

/**
 * Formats problems in the house form: one heading per file, one line per problem, in the order of the file.
 *
 * ```
 * config.yaml: 2 problems
 *   31:5   mail.form             is not a known key (did you mean "from"?)
 *   48:14  registration.approvals  must be at least 1, is 0
 * ```
 *
 * @param word what to call them, `problem` or `warning`
 */
export function formatProblems(problems: readonly Problem[], word = 'problem'): string {
  const files = Map.groupBy(problems, (problem) => problem.file);
  return [...files].map(([file, ofFile]) => section(file, ofFile, word)).join('\n');
}

function section(file: string, problems: readonly Problem[], word: string): string {
  const rows = problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, key, sentence, remedy }) => ({
      position: `${line}:${column}`,
      key,
      text: remedy === undefined ? sentence : `${sentence}; ${remedy}`,
    }));
  const widest = (of: 'position' | 'key') => rows.reduce((most, row) => Math.max(most, row[of].length), 0);
  const [positionWidth, keyWidth] = [widest('position') + 2, widest('key') + 2];
  const lines = rows.map(
    ({ position, key, text }) => `  ${position.padEnd(positionWidth)}${key.padEnd(keyWidth)}${text}`,
  );
  return [`${file}: ${problems.length} ${word}${problems.length === 1 ? '' : 's'}`, ...lines].join('\n');
}
