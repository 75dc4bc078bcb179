/** The responses of one connection. They are sent in the order of the requests, and those to one packet in one write. */
export interface ResponsesInOrder {
  /** A promise must not reject. */
  add(response: string | Promise<string>): void;
  /** Writes every response before the first one that is still being made. */
  flush(): void;
  /** How many responses are being made, or wait behind one that is. */
  readonly waiting: number;
  /** UTF-16 units of responses that are ready and not yet written. */
  readonly unwritten: number;
}

interface Pending {
  response: string | undefined;
}

/** @param later called after a response that took time has been written */
export function makeResponsesInOrder(write: (text: string) => void, later: () => void): ResponsesInOrder {
  let ready = '';
  /** The first one is always still being made. */
  const pending: Pending[] = [];

  function flush(): void {
    if (ready === '') return;
    const text = ready;
    ready = '';
    write(text);
  }

  function arrived(one: Pending, response: string): void {
    one.response = response;
    if (one !== pending[0]) return;
    let leaving = 0;
    for (; pending[leaving]?.response !== undefined; leaving += 1) ready += pending[leaving]?.response ?? '';
    pending.splice(0, leaving);
    flush();
    later();
  }

  return {
    add(response) {
      if (typeof response !== 'string') {
        const one: Pending = { response: undefined };
        pending.push(one);
        void response.then((text) => arrived(one, text));
      } else if (pending.length > 0) pending.push({ response });
      else ready += response;
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
