/** Something that is opened when it is first wanted, once. */
export interface Lazy<T> {
  /** Who asks while it is being opened gets the same; after a failure the next who asks tries again. */
  get(): Promise<T>;
  /** What is open or being opened, without opening it; undefined also when that fails. */
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
