import type { EventId, UserId } from '../kernel/matrix-id.ts';

/** Who did something: somebody who applies, Porter itself, a person of the server, or a system user on the command line. */
export type Actor = 'applicant' | 'porter' | UserId | `cli:${string}`;

/**
 * One thing that happened. Each feature has a union of its own: `what` tells the members apart, the rest is data. It holds no
 * sentence for people, who read one in their own language; and never a secret.
 */
export interface AuditEvent {
  readonly what: string;
}

/**
 * One row of the audit log, written in the transaction of what it tells about. It is changed only when the person whom it concerns is
 * erased, and then loses what is personal.
 */
export type AuditEntry<Event extends AuditEvent> = Event & {
  /** Id of what it is about, e.g. of an application. */
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly by: Actor;
  /** The event in a Matrix room that ordered it, if one did: an order that is heard again is found by it. */
  readonly cause?: EventId;
};
