import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { DoorAudit, DoorAuditEntry, DoorEvent } from '../../registration/ports/door-audit.ts';
import { makeAuditLog } from '../shared/audit.ts';
import type { Tables } from '../shared/tables.ts';
import type { Write } from '../shared/write.ts';

const Stored: z.ZodType<DoorEvent> = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('event-begin'), until: z.int().nonnegative() }),
  z.strictObject({ what: z.literal('event-end') }),
]);

const log = makeAuditLog('door', (value) => Stored.safeParse(value).data);
/** There is one door. */
const subject = 'registration';

export const makeDoorAudit = (db: Kysely<Tables>, write: Write): DoorAudit => ({
  newest: () => log.newest(db, subject),

  add: (entry) =>
    write(async (tx) => {
      if (entry.cause !== undefined && (await log.causedBy(tx, entry.cause)) !== undefined) return;
      // Spreading a union loses which member it is.
      await log.add(tx, { ...entry, subject } as DoorAuditEntry);
    }),
});
