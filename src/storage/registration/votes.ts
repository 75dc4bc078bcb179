import type { Kysely } from 'kysely';
import { crashPoint } from '../../kernel/crash-point.ts';
import type { EventId, RoomId, UserId } from '../../kernel/matrix-id.ts';
import { LONGEST_KEY, type Reaction } from '../../registration/ports/reaction.ts';
import type { PostedEvent, PostedKind, VoteStore } from '../../registration/ports/vote-store.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { PostedRow, ReactionRow } from '../shared/rows/registration.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Write } from '../shared/write.ts';
import { findUnposted } from './unposted.ts';

/** Rows per statement, because databases limit the number of values in one. */
const STEP = 500;

export interface VoteParts {
  readonly db: Kysely<Tables>;
  readonly write: Write;
  readonly facts: DialectFacts;
}

export function makeVoteStore({ db, write, facts }: VoteParts): VoteStore {
  async function committed<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const result = await write(work);
    crashPoint('vote.afterCommit');
    return result;
  }
  const insert = (tx: Tx, rows: readonly ReactionRow[]) =>
    tx
      .insertInto('reactions')
      .values(rows)
      .onConflict((conflict) => conflict.column('event_id').doNothing())
      .execute();
  const posted = db.selectFrom('posted_events').selectAll();

  return {
    keepReaction: (reaction) =>
      committed(async (tx) => {
        await insert(tx, [rowOf(reaction)]);
      }),

    redact: (eventId, roomId, at) =>
      committed(async (tx) => {
        // It may arrive before its reaction: this empty row keeps the reaction from being stored as live.
        await insert(tx, [
          { event_id: eventId, room_id: roomId, target: '', sender: '', key: '', at, redacted_at: at },
        ]);
        const live = await tx
          .selectFrom('reactions')
          .selectAll()
          .where('event_id', '=', eventId)
          .where('room_id', '=', roomId)
          .where('redacted_at', 'is', null)
          .$if(facts.rowLocks, (query) => query.forUpdate())
          .executeTakeFirst();
        if (live === undefined) return undefined;
        await tx.updateTable('reactions').set({ redacted_at: at }).where('event_id', '=', eventId).execute();
        return reactionFrom(live);
      }),

    async liveReactions(target) {
      const rows = await db
        .selectFrom('reactions')
        .selectAll()
        .where('target', '=', target)
        .where('redacted_at', 'is', null)
        .orderBy('event_id')
        .execute();
      return rows.map(reactionFrom);
    },

    replaceReactions: (target, roomId, live, at) =>
      committed(async (tx) => {
        const known = await tx.selectFrom('reactions').selectAll().where('target', '=', target).execute();
        const wanted = new Map(live.map((reaction) => [reaction.eventId as string, reaction]));
        const gone = known.filter((row) => row.redacted_at === null && !wanted.has(row.event_id));
        for (const some of inSteps(gone)) {
          await tx
            .updateTable('reactions')
            .set({ redacted_at: at })
            .where(
              'event_id',
              'in',
              some.map((row) => row.event_id),
            )
            .execute();
        }
        const there = new Set(known.filter((row) => row.redacted_at === null).map((row) => row.event_id));
        const fresh = [...wanted.values()].filter(({ eventId }) => !there.has(eventId));
        for (const some of inSteps(fresh)) {
          await tx
            .insertInto('reactions')
            .values(some.map((reaction) => ({ ...rowOf(reaction), room_id: roomId, target })))
            // The room is right, also about a reaction that was marked as redacted.
            .onConflict((conflict) =>
              conflict.column('event_id').doUpdateSet((eb) => ({
                target: eb.ref('excluded.target'),
                sender: eb.ref('excluded.sender'),
                key: eb.ref('excluded.key'),
                at: eb.ref('excluded.at'),
                redacted_at: null,
              })),
            )
            .execute();
        }
      }),

    async keepPosted(event) {
      await write((tx) =>
        tx
          .insertInto('posted_events')
          .values(postedRow(event))
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
    },

    async findPosted(eventId) {
      return postedFrom(await posted.where('event_id', '=', eventId).executeTakeFirst());
    },

    async findNotice(applicationId, round) {
      return postedFrom(
        await posted
          .where('application_id', '=', applicationId)
          .where('round', '=', round)
          .where('kind', '=', 'notice')
          .orderBy('seq', 'desc')
          .executeTakeFirst(),
      );
    },

    async markRemoved(eventId, at) {
      await write((tx) =>
        tx
          .updateTable('posted_events')
          .set({ removed_at: at ?? null })
          .where('event_id', '=', eventId)
          .execute(),
      );
    },

    unposted: () => findUnposted(db),

    async lastShown(applicationId, round) {
      const row = await db
        .selectFrom('posted_events')
        .select(['version', 'at', 'fingerprint'])
        .where('application_id', '=', applicationId)
        .where('round', '=', round)
        .where('kind', 'in', ['notice', 'edit'])
        .orderBy('version', 'desc')
        .orderBy('seq', 'desc')
        .executeTakeFirst();
      return row && { ...row, fingerprint: row.fingerprint ?? undefined };
    },
  };
}

const inSteps = <Row>(rows: readonly Row[]): readonly (readonly Row[])[] =>
  Array.from({ length: Math.ceil(rows.length / STEP) }, (_, step) => rows.slice(step * STEP, (step + 1) * STEP));

const rowOf = ({ eventId, roomId, target, sender, key, at }: Reaction): ReactionRow => ({
  event_id: eventId,
  room_id: roomId,
  target,
  sender,
  key: [...key].slice(0, LONGEST_KEY).join(''),
  at,
  redacted_at: null,
});

// Ids were parsed before they were kept; the brands do not survive a database.
const reactionFrom = (row: ReactionRow): Reaction => ({
  eventId: row.event_id as EventId,
  roomId: row.room_id as RoomId,
  target: row.target as EventId,
  sender: row.sender as UserId,
  key: row.key,
  at: row.at,
});

const postedRow = (event: PostedEvent): Omit<PostedRow, 'seq'> => ({
  event_id: event.eventId,
  room_id: event.roomId,
  application_id: event.applicationId ?? null,
  kind: event.kind,
  round: event.round,
  job_id: event.jobId,
  version: event.version,
  at: event.at,
  fingerprint: event.fingerprint ?? null,
  removed_at: event.removedAt ?? null,
});

const postedFrom = (row: Omit<PostedRow, 'seq'> | undefined): PostedEvent | undefined =>
  row && {
    eventId: row.event_id as EventId,
    roomId: row.room_id as RoomId,
    applicationId: row.application_id ?? undefined,
    kind: row.kind as PostedKind,
    round: row.round,
    jobId: row.job_id,
    version: row.version,
    at: row.at,
    ...(row.fingerprint === null ? {} : { fingerprint: row.fingerprint }),
    ...(row.removed_at === null ? {} : { removedAt: row.removed_at }),
  };
