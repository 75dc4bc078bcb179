import type { Kysely } from 'kysely';
import type { DialectFacts } from '../dialects/dialect.ts';
import { accountsTables } from './first/accounts.ts';
import { inboxTables } from './first/inbox.ts';
import { meetingsTables } from './first/meetings.ts';
import { notificationsTables } from './first/notifications.ts';
import { outboxTables } from './first/outbox.ts';
import { registrationTables } from './first/registration.ts';
import { sharedTables } from './first/shared.ts';
import { signInTables } from './first/sign-in.ts';

/** Every table of the first release; nothing was released before. */
export async function firstTables(db: Kysely<unknown>, facts: DialectFacts): Promise<void> {
  await sharedTables(db, facts);
  await outboxTables(db, facts);
  await inboxTables(db, facts);
  await registrationTables(db, facts);
  await meetingsTables(db, facts);
  await notificationsTables(db, facts);
  await accountsTables(db, facts);
  await signInTables(db);
}
