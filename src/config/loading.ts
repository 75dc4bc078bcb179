import { AsyncLocalStorage } from 'node:async_hooks';

/** What fields need to know about the file that is being read. */
export interface Loading {
  /** Absolute folder of the configuration file; relative paths start here. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called for every secret that stands in the file itself, so that the file's mode can be checked. */
  readonly sawInlineSecret: () => void;
}

const store = new AsyncLocalStorage<Loading>();

/**
 * Runs `run` with `loading` as the current file. Fields are schema values without arguments, so they learn of the file this way.
 */
export const whileLoading = <Result>(loading: Loading, run: () => Result): Result => store.run(loading, run);

/** The file that is being read. Outside a load (in the schema printers): the working directory and no environment. */
export const loadingNow = (): Loading =>
  store.getStore() ?? { folder: process.cwd(), env: {}, sawInlineSecret: () => undefined };
