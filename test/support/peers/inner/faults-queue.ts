/** Which of the coming calls go wrong, and how. Shared by the stand-ins. */
export interface PeerFault<Call, Answer> {
  /** Which calls are meant; all of them by default. */
  readonly when?: (call: Call) => boolean;
  /** How many calls are hit; one by default, `Infinity` until cleared. */
  readonly times?: number;
  /** Answer this and do nothing. */
  readonly answer?: Answer;
  /** Cut the connection: `request` before the call took effect, `answer` after it did. */
  readonly lose?: 'request' | 'answer';
  /** Stay silent on an open connection: `request` without effect, `answer` after the effect. */
  readonly hang?: 'request' | 'answer';
}

export interface PeerFaults<Call, Answer> {
  add(fault: PeerFault<Call, Answer>): void;
  clear(): void;
  /** True when every fault added with a finite count was met. */
  readonly spent: boolean;
}

export interface PeerFaultsQueue<Call, Answer> extends PeerFaults<Call, Answer> {
  /** The first fault that wants this call; counted as met. */
  take(call: Call): PeerFault<Call, Answer> | undefined;
}

export function makeFaultsQueue<Call, Answer>(): PeerFaultsQueue<Call, Answer> {
  let waiting: { readonly fault: PeerFault<Call, Answer>; left: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    clear() {
      waiting = [];
    },
    get spent() {
      return waiting.every(({ left }) => left === Infinity);
    },
    take(call) {
      const hit = waiting.find(({ fault }) => fault.when?.(call) ?? true);
      if (hit === undefined) return undefined;
      hit.left -= 1;
      if (hit.left <= 0) waiting = waiting.filter((entry) => entry !== hit);
      return hit.fault;
    },
  };
}
