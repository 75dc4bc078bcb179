import { type Kysely, sql } from 'kysely';
import type { UnpostedNotice } from '../../registration/ports/vote-store.ts';
import type { JobKind } from '../../registration/rules/jobs.ts';
import { waitingStates } from '../outbox/job-rows.ts';
import type { Tables } from '../shared/tables.ts';

const POSTS: JobKind = 'registration.show-notice';
/** A job that is held since a restore posts too, once it is let go; `porter restore` and `porter outbox list` say that it is. */
const posting = [...waitingStates, 'leased', 'held'] as const;
const givenUp = ['dead', 'parked'] as const;

/**
 * See `VoteStore.unposted`. One statement, so that a notice which is posted meanwhile is not taken for one without a job. Which jobs
 * there are is only read when an application has no notice and no waiting job of that name, so the usual question costs two index
 * look-ups for each application that waits.
 */
export async function findUnposted(db: Kysely<Tables>): Promise<readonly UnpostedNotice[]> {
  // The key of `showNotice`.
  const key = sql<string>`'show:' || applications.id`;
  const keysIn = (states: readonly string[]) => {
    // One query per state, and literals, so that the partial indexes are used.
    const [first, ...rest] = states.map((state) =>
      db
        .selectFrom('jobs')
        .select('key')
        .where('state', '=', sql.lit(state))
        .where('place', '=', sql.lit('team-room'))
        .where('kind', '=', sql.lit(POSTS)),
    );
    if (first === undefined) throw new Error('no state was named');
    return rest.reduce((all, one) => all.unionAll(one), first);
  };
  const rows = await db
    .selectFrom('applications')
    .select((eb) => [
      'id',
      'short_id',
      'team_at',
      eb.case().when(key, 'in', keysIn(givenUp)).then(1).else(0).end().as('given_up'),
    ])
    .where('stage', '=', sql.lit('waiting'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('posted_events')
            .select('seq')
            .whereRef('application_id', '=', 'applications.id')
            .whereRef('posted_events.round', '=', 'applications.round')
            .where('kind', '=', sql.lit('notice')),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('jobs').select('seq').where('slot', '=', key))))
    .where(key, 'not in', keysIn(posting))
    .orderBy('short_id')
    .execute();
  return rows.map(({ id, short_id, team_at, given_up }) => ({
    ...{ id, shortId: short_id, givenUp: Number(given_up) === 1, teamAt: team_at ?? 0 },
  }));
}
