import type { AuditEntry } from '../../ports/audit.ts';

/** What people do to one account. It holds nothing personal: the subject is its name, which stays for good. */
export const accountEvents = [
  ...(['add', 'take-back', 'set-profile', 'suspend', 'resume', 'close', 'set-password', 'make-link'] as const),
  ...(['ask-address', 'change-address', 'withdraw-address', 'undo-address'] as const),
] as const;
export type AccountEvent = { readonly what: (typeof accountEvents)[number] };

export type AccountAuditEntry = AuditEntry<AccountEvent>;

/** Who did it and when; the store adds the rest. */
export type Ordered = Pick<AccountAuditEntry, 'at' | 'by'>;
