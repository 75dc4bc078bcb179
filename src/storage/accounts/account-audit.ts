import { z } from 'zod';
import { type AccountEvent, accountEvents } from '../../accounts/ports/account-audit.ts';
import { makeAuditLog } from '../shared/audit.ts';

const Stored: z.ZodType<AccountEvent> = z.strictObject({ what: z.enum(accountEvents) });

/** What was done to accounts. */
export const accountAudit = makeAuditLog('account', (value) => Stored.safeParse(value).data);
