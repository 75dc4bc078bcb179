/** Does things one after the other. */
export interface Line {
  add(work: () => Promise<void>): void;
  /** Rejects with what the first failure threw; nothing after it is done. Never resolves. */
  readonly failed: Promise<never>;
  /** Resolves once nothing is being done. */
  done(): Promise<void>;
}

/** @param signal nothing more is begun once it aborts */
export function makeLine(signal: AbortSignal): Line {
  const failing = Promise.withResolvers<never>();
  // Nobody may be waiting for it.
  failing.promise.catch(() => undefined);
  let broken = false;
  let last = Promise.resolve();
  return {
    add(work) {
      last = last
        .then(() => (signal.aborted || broken ? undefined : work()))
        .catch((error: unknown) => {
          broken = true;
          failing.reject(error);
        });
    },
    failed: failing.promise,
    done: () => last,
  };
}
