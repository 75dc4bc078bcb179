/** The answers of one connection. They are sent in the order of the requests, and those to one packet in one write. */
export interface AnswersInOrder {
  /** A promise must not reject. */
  add(answer: string | Promise<string>): void;
  /** Writes every answer before the first one that is still being made. */
  flush(): void;
  /** How many answers are being made, or wait behind one that is. */
  readonly waiting: number;
  /** UTF-16 units of answers that are ready and not yet written. */
  readonly unwritten: number;
}

interface Pending {
  answer: string | undefined;
}

/** @param later called after an answer that took time has been written */
export function makeAnswersInOrder(write: (text: string) => void, later: () => void): AnswersInOrder {
  let ready = '';
  /** The first one is always still being made. */
  const pending: Pending[] = [];

  function flush(): void {
    if (ready === '') return;
    const text = ready;
    ready = '';
    write(text);
  }

  function arrived(one: Pending, answer: string): void {
    one.answer = answer;
    if (one !== pending[0]) return;
    let leaving = 0;
    for (; pending[leaving]?.answer !== undefined; leaving += 1) ready += pending[leaving]?.answer ?? '';
    pending.splice(0, leaving);
    flush();
    later();
  }

  return {
    add(answer) {
      if (typeof answer !== 'string') {
        const one: Pending = { answer: undefined };
        pending.push(one);
        void answer.then((text) => arrived(one, text));
      } else if (pending.length > 0) pending.push({ answer });
      else ready += answer;
    },
    flush,
    get waiting() {
      return pending.length;
    },
    get unwritten() {
      return ready.length;
    },
  };
}
