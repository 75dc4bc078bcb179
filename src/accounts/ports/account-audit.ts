import type { AuditEntry } from '../../ports/audit.ts';

/** What people do to one account. It holds nothing personal: the subject is its name, which stays for good. */
export type AccountEvent = { readonly what: 'add' | 'suspend' | 'resume' | 'close' | 'set-password' };

export type AccountAuditEntry = AuditEntry<AccountEvent>;

/** Who did it and when; the store adds the rest. */
export type Ordered = Pick<AccountAuditEntry, 'at' | 'by'>;
