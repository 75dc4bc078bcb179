import { AsyncLocalStorage } from 'node:async_hooks';

/** What fields need to know of the file that is being read. */
export interface Loading {
  /** Absolute folder of the configuration file: relative paths count from here. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called for every secret that stands in the file itself, so that its mode can be judged. */
  readonly sawInlineSecret: () => void;
}

const store = new AsyncLocalStorage<Loading>();

/** Fields are plain schema values without arguments, so that any part can use them; this is how they learn of the folder. */
export const whileLoading = <Result>(loading: Loading, run: () => Result): Result => store.run(loading, run);

/** The file being read; outside of a load (the schema printers) the working directory and no environment. */
export const loadingNow = (): Loading =>
  store.getStore() ?? { folder: process.cwd(), env: {}, sawInlineSecret: () => undefined };
