/** Doubtful refusals after which one counts as for good. The outbox takes about ten minutes for so many attempts. */
const MOST = 8;
/** Deliveries that are remembered; of more the oldest begin anew. */
const MOST_DELIVERIES = 1_000;

/** How often the service refused a delivery without saying that it is for good. A restart forgets it. */
export interface Doubts {
  /** Counts one more refusal; true once it was the last one. @param id of the delivery */
  isOver(id: string): boolean;
}

export function makeDoubts(): Doubts {
  const refusals = new Map<string, number>();
  return {
    isOver(id) {
      const count = (refusals.get(id) ?? 0) + 1;
      refusals.delete(id);
      if (count >= MOST) return true;
      refusals.set(id, count);
      const [oldest] = refusals.keys();
      if (refusals.size > MOST_DELIVERIES && oldest !== undefined) refusals.delete(oldest);
      return false;
    },
  };
}
