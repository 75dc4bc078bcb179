import { sql } from 'kysely';
import type { Secret } from '../../../kernel/secret.ts';
import type { Dialect } from '../dialect.ts';
import { CHANNEL } from './channel.ts';
import { postgresNameIndex } from './name-index.ts';

export interface PostgresPlace {
  readonly kind: 'postgres';
  /** `postgres://user:password@host/database` */
  readonly url: Secret;
}

/** A database server. Its driver is loaded only where it is configured. */
export const postgres: Dialect<PostgresPlace> = {
  kind: 'postgres',
  facts: {
    rowLocks: true,
    countingKey: { type: 'bigint', counting: (column) => column.primaryKey().generatedByDefaultAsIdentity() },
    textByBytes: sql`text collate "C"`,
    nameIndex: postgresNameIndex,
    announcement: `select pg_notify('${CHANNEL}', '')`,
  },
  at: ({ url }) => ({
    open: async (needs) => (await import('./open.ts')).openPostgres(url, needs),
    copies: {
      backupSentence: 'On PostgreSQL pg_dump makes the backup: pg_dump --format=custom --file=FILE "$URL".',
      restoreSentence:
        'On PostgreSQL pg_restore does this: stop Porter, then pg_restore --clean --if-exists --dbname="$URL" FILE, then porter restore --database-restored.',
    },
  }),
};
