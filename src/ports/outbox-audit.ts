import type { AuditEntry } from './audit.ts';

/** What people do to many jobs at once. `jobs`: how many waited when it was ordered. */
export type OutboxEvent = { readonly what: 'purge'; readonly jobs: number };

/**
 * The part of the audit log that is about the outbox. Its subjects are names of targets, channels, and destinations as the outbox has them,
 * never an address. Throws `Fault`.
 */
export interface OutboxAudit {
  add(entry: AuditEntry<OutboxEvent>): Promise<void>;
  /** Oldest first. */
  of(subject: string): Promise<readonly AuditEntry<OutboxEvent>[]>;
}
