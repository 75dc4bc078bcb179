import type { Generated } from 'kysely';

export interface JobRow {
  /** Order of arrival. */
  readonly seq: Generated<number>;
  readonly id: string;
  /** What is unique: the key; of a job whose key is unique among waiting ones only, its id once it was leased. */
  readonly slot: string;
  readonly key: string;
  readonly kind: string;
  /** `<rank of the lane> <destination>`: order is kept within one queue. */
  readonly queue: string;
  /** Place and rank repeat what the queue says, for the indexes. */
  readonly place: string;
  readonly rank: number;
  /**
   * As `JobState`, and two kinds of waiting that a lease does not find: `behind`, for its turn in a queue that is busy, and
   * `elsewhere`, for another place than its own.
   */
  readonly state: string;
  /** The other place that a job in the state `elsewhere` waits for; says nothing in any other state. */
  readonly waits_for: string | null;
  readonly due_at: number;
  readonly expires_at: number;
  readonly created_at: number;
  readonly done_at: number | null;
  readonly attempt: Generated<number>;
  readonly failures: Generated<number>;
  readonly leased_at: number | null;
  readonly lease_until: number | null;
  readonly first_tried_at: number | null;
  readonly once: number;
  readonly payload: string;
  readonly frozen: string | null;
  readonly code: string | null;
  /** JSON: what the service said that took it; outlives the payload. */
  readonly receipt: string | null;
}
