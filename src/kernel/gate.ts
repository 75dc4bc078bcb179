/** Says whether this process may change anything outside: send, post, make accounts. Reading is always allowed. */
export interface Gate {
  /**
   * Returns `unknown` until the homeserver has said which database acts for it; `no` for a copy of that database (cloned
   * machine, staging), which must send nothing, letters included.
   */
  mayAct(): MayAct;
  /** Calls `listener` each time the result of `mayAct` has changed. The returned function ends that. */
  onChange(listener: () => void): () => void;
}

export type MayAct = 'yes' | 'no' | 'unknown';

/** The gate of a Porter without a homeserver: always open, because nothing could say that another copy acts. */
export const openGate: Gate = { mayAct: () => 'yes', onChange: () => () => undefined };
