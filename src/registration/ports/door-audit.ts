import type { AuditEntry } from '../../ports/audit.ts';

/** Everything that people do to the door as a whole. `until`: epoch milliseconds. */
export type DoorEvent = { readonly what: 'event-begin'; readonly until: number } | { readonly what: 'event-end' };

export type DoorAuditEntry = AuditEntry<DoorEvent>;

/** The part of the audit log that is about the door. Throws `Fault`. */
export interface DoorAudit {
  /** The newest entry: how the door stands. */
  newest(): Promise<DoorAuditEntry | undefined>;
  /** Adds an entry. Changes nothing if there is one with the same cause: an order that is heard again. */
  add(entry: DoorEvent & Omit<DoorAuditEntry, 'subject' | keyof DoorEvent>): Promise<void>;
}
