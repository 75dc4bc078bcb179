/** Something that is opened once, when it is first needed. */
export interface Lazy<T> {
  /** Calls during opening share one opening. After a failure the next call tries again. */
  get(): Promise<T>;
  /** Resolves with what is open or being opened, but opens nothing itself; undefined if there is nothing or opening fails. */
  peek(): Promise<T | undefined>;
}

export function makeLazy<T>(open: () => Promise<T>): Lazy<T> {
  let opened: Promise<T> | undefined;
  return {
    get() {
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    peek: async () => opened?.catch(() => undefined),
  };
}
