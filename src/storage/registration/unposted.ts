import { type Kysely, sql } from 'kysely';
import { NO_HANDLER } from '../../outbox/ports/job-store.ts';
import type { UnpostedNotice } from '../../registration/ports/vote-store.ts';
import type { JobKind } from '../../registration/rules/jobs.ts';
import { waitingStates } from '../outbox/job-rows.ts';
import type { Tables } from '../shared/tables.ts';

const POSTS: JobKind = 'registration.show-notice';
/** A job that is held since a restore posts too, once it is let go; `porter restore` and `porter outbox list` say that it is. */
const postingStates = [...waitingStates, 'leased', 'held'] as const;
/** As the index `jobs_aside` has them. */
const aside: readonly string[] = ['held', 'dead', 'parked'];

/**
 * See `VoteStore.unposted`. One statement, so that a notice which is posted meanwhile is not taken for one without a job. Which jobs
 * there are is only read when an application has no notice and no waiting job of that name, so the usual question costs two index
 * look-ups for each application that waits.
 */
export async function findUnposted(db: Kysely<Tables>): Promise<readonly UnpostedNotice[]> {
  // The key of `showNotice`.
  const key = sql<string>`'show:' || applications.id`;
  // Literals, so that the partial indexes are used.
  const keysIn = (state: string) =>
    db
      .selectFrom('jobs')
      .select('key')
      .where('state', '=', sql.lit(state))
      .where('place', '=', sql.lit('team-room'))
      .where('kind', '=', sql.lit(POSTS))
      // SQLite takes that index only if its own condition is asked for.
      .$if(aside.includes(state), (query) =>
        query.where(
          'state',
          'in',
          aside.map((each) => sql.lit(each)),
        ),
      );
  // The start of the outbox takes back what was parked while its part was left out of the configuration.
  const adopted = keysIn('parked').where('code', '=', sql.lit(NO_HANDLER));
  const posting = postingStates.reduce((all, state) => all.unionAll(keysIn(state)), adopted);
  const givenUp = keysIn('dead').unionAll(keysIn('parked'));
  const notice = (removed: 'is' | 'is not') =>
    db
      .selectFrom('posted_events')
      .select('posted_events.seq')
      .where('posted_events.application_id', '=', sql.ref<string>('applications.id'))
      .where('posted_events.round', '=', sql.ref<number>('applications.round'))
      .where('posted_events.kind', '=', sql.lit('notice'))
      .where('posted_events.removed_at', removed === 'is' ? 'is not' : 'is', null);
  const waitingJob = db.selectFrom('jobs').select('jobs.seq').where('jobs.slot', '=', key);
  const rows = await db
    .selectFrom('applications')
    .select((eb) => [
      ...(['applications.id', 'short_id', 'team_at'] as const),
      eb
        .case()
        .when(eb.exists(notice('is')))
        .then('removed')
        .when(key, 'in', givenUp)
        .then('given-up')
        .else('no-job')
        .end()
        .$castTo<UnpostedNotice['why']>()
        .as('why'),
    ])
    .where('stage', '=', sql.lit('waiting'))
    .where(({ not, exists }) => not(exists(notice('is not'))))
    .where(({ and, eb, exists, not, or }) =>
      or([exists(notice('is')), and([not(exists(waitingJob)), eb(key, 'not in', posting)])]),
    )
    .orderBy('short_id')
    .execute();
  return rows.map(({ id, short_id, team_at, why }) => ({ id, shortId: short_id, why, teamAt: team_at ?? 0 }));
}
