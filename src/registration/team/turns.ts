/** Runs what it is given one after the other, in the order of asking. A failure is the asker's, the next one runs all the same. */
export type InTurn = <Answer>(work: () => Promise<Answer>) => Promise<Answer>;

export function makeTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
