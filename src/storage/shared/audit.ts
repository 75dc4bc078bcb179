import type { Kysely } from 'kysely';
import { Fault } from '../../kernel/fault.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { EventId } from '../../kernel/matrix-id.ts';
import type { Actor, AuditEntry, AuditEvent } from '../../ports/audit.ts';
import { prepare, prepareRows } from './prepared.ts';
import type { AuditRow, Tables } from './tables.ts';
import type { Tx } from './write.ts';

/** Version of the documents written now; an older one is turned into it where it is read. */
const VERSION = 1;

type NewRow = { readonly [Column in keyof Omit<AuditRow, 'seq'>]: AuditRow[Column] };

const insert = prepareRows<NewRow>(
  (on, rows) => on.insertInto('audit').values([...rows]),
  ['subject_kind', 'subject', 'at', 'by', 'what', 'cause', 'document'],
);
const bySubject = prepare<{ kind: string; subject: string }, AuditRow>((on, at) =>
  on
    .selectFrom('audit')
    .selectAll()
    .where('subject_kind', '=', at.of('kind'))
    .where('subject', '=', at.of('subject'))
    .orderBy('seq'),
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
  /** What this event ordered, if it was obeyed. */
  causedBy(db: Kysely<Tables>, cause: EventId): Promise<AuditEntry<Event> | undefined>;
}

/**
 * @param kind the feature's word for its subjects, e.g. `application`
 * @param parse judges `what` and the data that were stored with it; undefined when they are no event of this kind
 */
export function makeAuditLog<Event extends AuditEvent>(
  kind: string,
  parse: (value: unknown) => Event | undefined,
): AuditLog<Event> {
  function entryFrom({ subject, at, by, what, cause, document }: AuditRow): AuditEntry<Event> {
    const { v, ...data } = objectIn(document);
    const event = v === VERSION ? parse({ ...data, what }) : undefined;
    if (event === undefined) throw unreadable(what);
    // Actor and event ID were parsed before they were kept; the brands do not survive a database.
    const common = { subject, at, by: by as Actor, ...(cause === null ? {} : { cause: cause as EventId }) };
    return { ...event, ...common };
  }

  return {
    async add(tx, entry) {
      const { subject, at, by, what, cause, ...data } = entry;
      const document = JSON.stringify({ v: VERSION, ...data });
      await insert(tx, [{ subject_kind: kind, subject, at, by, what, cause: cause ?? null, document }]);
    },

    of: async (db, subject) => (await bySubject(db, { kind, subject })).rows.map(entryFrom),

    async causedBy(db, cause) {
      const row = (await byCause(db, { kind, cause })).rows[0];
      return row && entryFrom(row);
    },
  };
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
