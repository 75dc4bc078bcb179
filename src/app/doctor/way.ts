import type { CheckLine } from '../../kernel/check-line.ts';

/** What was found on the way to an address. */
export interface Way {
  readonly lines: readonly CheckLine[];
  /** False: what stands behind it could not be asked. */
  readonly open: boolean;
}
