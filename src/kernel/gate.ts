/** May this process change anything outside: send, post, make accounts? Reading is always allowed. */
export interface Gate {
  /**
   * `unknown` until the homeserver has said which database acts for it; `no` for a copy of that database (cloned machine,
   * staging), which must send nothing, letters included.
   */
  mayAct(): MayAct;
  /** Calls `listener` each time the answer has changed; the returned function ends it. */
  onChange(listener: () => void): () => void;
}

export type MayAct = 'yes' | 'no' | 'unknown';

/** Without a homeserver nobody can say that another copy acts: this one always may. */
export const openGate: Gate = { mayAct: () => 'yes', onChange: () => () => undefined };
