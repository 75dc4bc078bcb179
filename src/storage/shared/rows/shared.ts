import type { Generated } from 'kysely';

export interface AuditRow {
  readonly seq: Generated<number>;
  /** What kind of thing `subject` is the id of, e.g. `application`. */
  readonly subject_kind: string;
  readonly subject: string;
  readonly at: number;
  readonly by: string;
  readonly what: string;
  /** Id of the event that ordered it. */
  readonly cause: string | null;
  /** JSON: the data of this kind of event. */
  readonly document: string;
}

export interface MemoryRow {
  readonly name: string;
  readonly value: string;
}

export interface CounterRow {
  readonly name: string;
  readonly value: number;
}
