import type { CommonOptions } from '../with-config.ts';

/** Bars of fewer rows are gone before anybody reads them. */
const FEWEST = 100;

export interface Progress {
  readonly advance: (by: number) => void;
  readonly end: () => void;
}

/** Shows how far something is, on standard error and only at a terminal. */
export async function showProgress(what: string, count: number, { json }: CommonOptions): Promise<Progress> {
  if (json || !process.stderr.isTTY || count < FEWEST) return { advance: () => {}, end: () => {} };
  const { progress } = await import('@clack/prompts');
  const bar = progress({ max: count, output: process.stderr });
  bar.start(what);
  let done = 0;
  return {
    advance(by) {
      done += by;
      bar.advance(by, `${what}: ${done} of ${count}`);
    },
    end: () => bar.stop(`${what}: ${done} of ${count}`),
  };
}
