import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { OutboxAudit, OutboxEvent } from '../../ports/outbox-audit.ts';
import { makeAuditLog } from '../shared/audit.ts';
import type { Tables } from '../shared/tables.ts';
import type { Write } from '../shared/write.ts';

const Stored: z.ZodType<OutboxEvent> = z.strictObject({ what: z.literal('purge'), jobs: z.int().nonnegative() });

const log = makeAuditLog('outbox', (value) => Stored.safeParse(value).data);

export const makeOutboxAudit = (db: Kysely<Tables>, write: Write): OutboxAudit => ({
  add: (entry) => write((tx) => log.add(tx, entry)),
  of: (subject) => log.of(db, subject),
});
