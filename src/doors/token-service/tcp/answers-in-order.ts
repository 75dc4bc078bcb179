/** Answers of one connection: they leave in the order of the requests, those of one packet in one write. */
export interface AnswersInOrder {
  /** A promise must not reject. */
  add(answer: string | Promise<string>): void;
  /** Writes what may leave: everything before the first answer that is still in the making. */
  flush(): void;
  /** Answers in the making, and those that wait behind them. */
  readonly waiting: number;
  /** UTF-16 units made and not yet written. */
  readonly unwritten: number;
}

interface Place {
  answer: string | undefined;
}

/** @param later called when an answer that was waited for has come, after it was written */
export function makeAnswersInOrder(write: (text: string) => void, later: () => void): AnswersInOrder {
  let ready = '';
  /** The first one is always in the making. */
  const places: Place[] = [];

  function flush(): void {
    if (ready === '') return;
    const text = ready;
    ready = '';
    write(text);
  }

  function arrived(place: Place, answer: string): void {
    place.answer = answer;
    if (place !== places[0]) return;
    let leaving = 0;
    for (; places[leaving]?.answer !== undefined; leaving += 1) ready += places[leaving]?.answer ?? '';
    places.splice(0, leaving);
    flush();
    later();
  }

  return {
    add(answer) {
      if (typeof answer !== 'string') {
        const place: Place = { answer: undefined };
        places.push(place);
        void answer.then((text) => arrived(place, text));
      } else if (places.length > 0) places.push({ answer });
      else ready += answer;
    },
    flush,
    get waiting() {
      return places.length;
    },
    get unwritten() {
      return ready.length;
    },
  };
}
