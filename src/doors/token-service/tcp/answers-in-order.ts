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

interface Place {
  answer: string | undefined;
}

/** @param later called after an answer that took time has been written */
export function makeAnswersInOrder(write: (text: string) => void, later: () => void): AnswersInOrder {
  let ready = '';
  /** The first one is always still being made. */
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
