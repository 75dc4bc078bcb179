import type { Kysely, Selectable } from 'kysely';
import { Fault } from '../../kernel/fault.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { EventId } from '../../kernel/matrix-id.ts';
import type { Actor, AuditEntry, AuditEvent } from '../../ports/audit.ts';
import { prepare, prepareRows } from './prepared.ts';
import type { AuditRow } from './rows/shared.ts';
import type { Tables } from './tables.ts';
import type { Tx } from './write.ts';

/** Version of the documents written now; an older one is turned into it where it is read. */
const VERSION = 1;

type NewRow = { readonly [Column in keyof Omit<AuditRow, 'seq'>]: AuditRow[Column] };

const insert = prepareRows<NewRow>(
  (on, rows) => on.insertInto('audit').values([...rows]),
  ['subject_kind', 'subject', 'at', 'by', 'what', 'cause', 'document'],
);
const bySubject = prepare<{ kind: string; subject: string }, Selectable<AuditRow>>((on, at) =>
  on
    .selectFrom('audit')
    .selectAll()
    .where('subject_kind', '=', at.of('kind'))
    .where('subject', '=', at.of('subject'))
    .orderBy('seq'),
);
const newestOf = prepare<{ kind: string; subject: string }, Selectable<AuditRow>>((on, at) =>
  on
    .selectFrom('audit')
    .selectAll()
    .where('subject_kind', '=', at.of('kind'))
    .where('subject', '=', at.of('subject'))
    .orderBy('seq', 'desc')
    .limit(1),
);
const byCause = prepare<{ kind: string; cause: string }, AuditRow>((on, at) =>
  on
    .selectFrom('audit')
    .selectAll()
    .where('cause', '=', at.of('cause'))
    .where('subject_kind', '=', at.of('kind'))
    .orderBy('seq'),
);

/** The part of the audit log that is about one kind of thing. Reading throws `Fault` (`storage.unreadable`). */
export interface AuditLog<Event extends AuditEvent> {
  add(tx: Tx, entry: AuditEntry<Event>): Promise<void>;
  /** Oldest first. */
  of(db: Kysely<Tables>, subject: string): Promise<readonly AuditEntry<Event>[]>;
  newest(db: Kysely<Tables>, subject: string): Promise<AuditEntry<Event> | undefined>;
  /** What this event ordered, if it was obeyed. */
  causedBy(db: Kysely<Tables>, cause: EventId): Promise<AuditEntry<Event> | undefined>;
  /**
   * Replaces the data of entries about this subject, when the person whom they concern is erased. Resolves with how many changed.
   *
   * @param without returns the entry without what is personal, or the same object where there is nothing of that kind
   */
  strip(tx: Tx, subject: string, without: (entry: AuditEntry<Event>) => AuditEntry<Event>): Promise<number>;
}

/**
 * @param kind the feature's word for its subjects, e.g. `application`
 * @param parse checks `what` and the data that were stored with it; undefined when they are no event of this kind
 */
export function makeAuditLog<Event extends AuditEvent>(
  kind: string,
  parse: (value: unknown) => Event | undefined,
): AuditLog<Event> {
  function entryFrom({ subject, at, by, what, cause, document }: NewRow): AuditEntry<Event> {
    const { v, ...data } = objectIn(document);
    const event = v === VERSION ? parse({ ...data, what }) : undefined;
    if (event === undefined) throw unreadable(what);
    // Actor and event ID were parsed before they were kept; the brands do not survive a database.
    const common = { subject, at, by: by as Actor, ...(cause === null ? {} : { cause: cause as EventId }) };
    return { ...event, ...common };
  }

  return {
    async add(tx, entry) {
      const { subject, at, by, what, cause } = entry;
      const document = documentOf(entry);
      await insert(tx, [{ subject_kind: kind, subject, at, by, what, cause: cause ?? null, document }]);
    },

    of: async (db, subject) => (await bySubject(db, { kind, subject })).rows.map(entryFrom),

    async newest(db, subject) {
      const row = (await newestOf(db, { kind, subject })).rows[0];
      return row && entryFrom(row);
    },

    async causedBy(db, cause) {
      const row = (await byCause(db, { kind, cause })).rows[0];
      return row && entryFrom(row);
    },

    async strip(tx, subject, without) {
      let changed = 0;
      for (const row of (await bySubject(tx, { kind, subject })).rows) {
        const entry = entryFrom(row);
        const stripped = without(entry);
        if (stripped === entry) continue;
        await tx
          .updateTable('audit')
          .set({ document: documentOf(stripped) })
          .where('seq', '=', row.seq)
          .execute();
        changed += 1;
      }
      return changed;
    },
  };
}

/** What has no column of its own. */
function documentOf<Event extends AuditEvent>(entry: AuditEntry<Event>): string {
  const { subject: _subject, at: _at, by: _by, what: _what, cause: _cause, ...data } = entry;
  return JSON.stringify({ v: VERSION, ...data });
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Names the kind of event only: its data are somebody's. */
const unreadable = (what: string): Fault =>
  new Fault(`An entry of the audit log cannot be read (${what})`, {
    code: 'storage.unreadable',
    retryable: false,
    scope: 'message',
    remedy: 'Restore a backup, or report this with the version of Porter.',
  });
