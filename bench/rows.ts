import type { GrowthMeasure } from './growth.ts';
import type { Measure } from './ratio.ts';
import type { Row } from './table.ts';

/** What a file of a row exports: exactly one of these. */
export interface RowFile {
  readonly measure?: Measure;
  readonly growth?: GrowthMeasure;
  /** For whatever is not one of these two. @param all whether to use the sizes and times of `--all` */
  readonly rows?: (all: boolean) => Promise<readonly Row[]>;
}

/** One file per row, in the order in which they run; each is loaded when its turn comes. */
export const rowFiles: Readonly<Record<string, () => Promise<RowFile>>> = {
  B1: () => import('./b1-password-check.ts'),
  B2: () => import('./b2-sign-up.ts'),
  B2L: () => import('./b2-sign-up-password.ts'),
  B3: () => import('./b3-health.ts'),
  B4: () => import('./b4-apply-page.ts'),
  B5: () => import('./b5-look-up.ts'),
  B6: () => import('./b6-tokens-http.ts'),
  B7: () => import('./b7-tokens-tcp.ts'),
  B8: () => import('./b8-search.ts'),
  B9: () => import('./b9-bulk-look-up.ts'),
  B10: () => import('./b10-outbox-accept.ts'),
  B11: () => import('./b11-outbox-accept-many.ts'),
  B12: () => import('./b12-outbox-drain.ts'),
  B13: () => import('./b13-transaction.ts'),
  B14: () => import('./b14-start.ts'),
  B15: () => import('./b15-memory.ts'),
  B16: () => import('./b16-memory-under-load.ts'),
  B17: () => import('./b17-admission.ts'),
  G1: () => import('./g1-find.ts'),
  G2: () => import('./g2-search.ts'),
  G3: () => import('./g3-lease.ts'),
  G5: () => import('./g5-transaction.ts'),
  G6: () => import('./g6-decide.ts'),
  G7: () => import('./g7-bulk-look-up.ts'),
  G8: () => import('./g8-maintenance.ts'),
  G9: () => import('./g9-memory.ts'),
  G10: () => import('./g10-metrics.ts'),
  H1: () => import('./h1-public-flood.ts'),
  I1: () => import('./i1-intake.ts'),
  I2: () => import('./i2-intake-batch.ts'),
  I3: () => import('./i3-drain.ts'),
  I4: () => import('./i4-memory.ts'),
  I5: () => import('./i5-matrix-event.ts'),
  S7: () => import('./s7-stranger.ts'),
};

/** Rows that only `--all` runs. */
export const longRows: ReadonlySet<string> = new Set(['B16', 'G8']);
