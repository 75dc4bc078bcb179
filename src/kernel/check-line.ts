import { Fault } from './fault.ts';

/** One line of `porter check` or `porter doctor`. */
export interface CheckLine {
  readonly part: string;
  /** `note`: a fact that asks for nothing. `unknown`: it could not be found out, so nobody may take it as fine. */
  readonly level: 'fine' | 'note' | 'warn' | 'unknown' | 'bad';
  readonly sentence: string;
  readonly remedy?: string;
  /** Stable code of what is wrong; see `exitOfLines` of the commands for those that change its exit code. */
  readonly code?: string;
}

/** What is wrong, and the one next step. */
interface Finding {
  readonly code: string;
  readonly sentence: string;
  readonly remedy: string;
}

export const fine = (part: string, sentence: string): CheckLine => ({ part, level: 'fine', sentence });

export const note = (part: string, sentence: string): CheckLine => ({ part, level: 'note', sentence });

/** It could not be found out. */
export const unknown = (part: string, { code, sentence, remedy }: Finding): CheckLine => ({
  ...{ part, level: 'unknown', code, sentence, remedy },
});

/** It works, but somebody should look at it. */
export const warn = (part: string, { code, sentence, remedy }: Finding): CheckLine => ({
  ...{ part, level: 'warn', code, sentence, remedy },
});

/** It does not work and must be fixed. */
export const bad = (part: string, { code, sentence, remedy }: Finding): CheckLine => ({
  ...{ part, level: 'bad', code, sentence, remedy },
});

/** Turns a fault into a `bad` line. Rethrows anything else: that is a bug of ours. */
export function badOf(part: string, error: unknown): CheckLine {
  if (!(error instanceof Fault)) throw error;
  const { code, message, remedy } = error;
  return bad(part, { code, sentence: `${message}.`, remedy: remedy ?? 'Try again later.' });
}

/** A check that only `porter check` runs, about things that do not keep a part from working. */
export interface CheckAfter {
  /** Name of the step that must be right first. */
  readonly after: string;
  run(): Promise<readonly CheckLine[]>;
}
