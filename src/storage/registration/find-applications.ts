import { type Kysely, sql } from 'kysely';
import type {
  ApplicationCounts,
  ApplicationStore,
  CapReads,
  CountedSince,
} from '../../registration/ports/application-store.ts';
import type { TeamMost, TeamsOwn } from '../../registration/rules/team-load.ts';
import { prepare } from '../shared/prepared.ts';
import type { ApplicationRow } from '../shared/rows/registration.ts';
import type { Tables } from '../shared/tables.ts';
import { applicationAudit } from './application-audit.ts';
import { applicationFrom } from './application-document.ts';
import { findLink } from './links.ts';
import { proofFrom } from './proofs.ts';

type Reading =
  | 'find'
  | 'findByShortId'
  | 'list'
  | 'findByName'
  | 'nameClaimed'
  | 'findByAddress'
  | 'counts'
  | 'teamLoad'
  | 'teamAt'
  | 'oldestUnproved'
  | 'findProof'
  | 'findPasswordHash'
  | 'lettersTo'
  | 'findLink'
  | 'audit'
  | 'causedBy';

const counted = prepare<{ readonly [Kind in keyof CountedSince]: number } & { domain: string }, ApplicationCounts>(
  (on, at) => {
    const count = () => on.selectFrom('applications').select(({ fn }) => fn.countAll<number>().as('n'));
    const proved = count().where('team_at', '>', at.of('proved'));
    const unproved = count().where('team_at', 'is', null);
    const corrected = on
      .selectFrom('corrections')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('email_domain', '=', at.of('domain'))
      .where('at', '>=', at.of('unprovedOfDomain'));
    const aimed = unproved
      .where('email_domain', '=', at.of('domain'))
      .where('created_at', '>=', at.of('unprovedOfDomain'));
    // One statement, so that all counts are of the same moment.
    return on
      .selectNoFrom([
        proved.as('proved'),
        proved.where('team_domain', '=', at.of('domain')).as('provedOfDomain'),
        count().where('stage', '=', 'waiting').as('waiting'),
        unproved.where('created_at', '>=', at.of('unproved')).as('unproved'),
        sql<number>`${aimed} + ${corrected}`.as('unprovedOfDomain'),
      ])
      .$castTo<ApplicationCounts>();
  },
);
const loadSizes = prepare<{ since: number; domain: string }, TeamMost>((on, at) => {
  const all = on
    .selectFrom('applications')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('team_at', '>', at.of('since'));
  const ofDomain = all.where('team_domain', '=', at.of('domain'));
  return on.selectNoFrom([all.as('all'), ofDomain.as('ofDomain')]).$castTo<TeamMost>();
});
const load = prepare<{ since: number }, TeamsOwn>((on, at) =>
  on
    .selectFrom('applications')
    .select(['team_at as at', 'team_domain as domain'])
    .where('team_at', '>', at.of('since'))
    .orderBy('team_at')
    // Both are written together.
    .$castTo<TeamsOwn>(),
);
const letters = prepare<{ address: string; since: number }, { at: number }>((on, at) =>
  on
    .selectFrom('letters')
    .select('at')
    .where('address_hash', '=', at.of('address'))
    .where('at', '>=', at.of('since'))
    .orderBy('at')
    .orderBy(sql.ref('seq')),
);

/** As `ApplicationStore.teamLoad`. `on`, here and below: the database or a transaction. */
export async function teamLoad(
  on: Kysely<Tables>,
  since: number,
  domain: string,
  most: TeamMost,
): Promise<readonly TeamsOwn[]> {
  const [sizes] = (await loadSizes(on, { since, domain })).rows;
  const isSmall = sizes !== undefined && sizes.all < most.all && sizes.ofDomain < most.ofDomain;
  return isSmall ? [] : (await load(on, { since })).rows;
}

export const capReads = (on: Kysely<Tables>): CapReads => ({
  async counts(since, domain) {
    const [counts] = (await counted(on, { ...since, domain })).rows;
    if (counts === undefined) throw new Error('a count gave no row');
    return counts;
  },
  lettersTo: async (address, since) => (await letters(on, { address, since })).rows.map(({ at }) => at),
});

/** The reads of the application store. */
export function makeFindApplications(db: Kysely<Tables>): Pick<ApplicationStore, Reading> {
  const byId = prepare<{ id: string }, ApplicationRow>((on, at) =>
    on.selectFrom('applications').selectAll().where('id', '=', at.of('id')),
  );
  const byShortId = prepare<{ shortId: number }, ApplicationRow>((on, at) =>
    on.selectFrom('applications').selectAll().where('short_id', '=', at.of('shortId')),
  );
  const byAddress = prepare<{ address: string }, ApplicationRow>((on, at) =>
    on
      .selectFrom('claims')
      .innerJoin('applications', 'applications.id', 'claims.application_id')
      .selectAll('applications')
      .where('claims.kind', '=', 'address')
      .where('claims.value', '=', at.of('address')),
  );

  const nameClaims = prepare<{ name: string; except: string }, { kind: string }>((on, at) =>
    on
      .selectFrom('claims')
      .select('kind')
      .where('kind', '=', 'name')
      .where('value', '=', at.of('name'))
      .where('application_id', '!=', at.of('except')),
  );

  return {
    async find(id) {
      const row = (await byId(db, { id })).rows[0];
      return row && applicationFrom(row);
    },

    async findByShortId(shortId) {
      if (!Number.isSafeInteger(shortId)) return undefined;
      const row = (await byShortId(db, { shortId })).rows[0];
      return row && applicationFrom(row);
    },

    async list(stages, limit, before) {
      let query = db.selectFrom('applications').selectAll().orderBy('short_id', 'desc').limit(limit);
      if (stages.length > 0) query = query.where('stage', 'in', stages);
      if (before !== undefined) query = query.where('short_id', '<', before);
      return (await query.execute()).map(applicationFrom);
    },

    async findByName(localpart) {
      const named = db.selectFrom('applications').selectAll().where('localpart', '=', localpart);
      return (await named.orderBy('short_id', 'desc').execute()).map(applicationFrom);
    },

    // No application has the empty ID.
    nameClaimed: async (name, except = '') => (await nameClaims(db, { name, except })).rows.length > 0,

    async findByAddress(addressHash) {
      const row = (await byAddress(db, { address: addressHash })).rows[0];
      return row && applicationFrom(row);
    },

    ...capReads(db),

    teamLoad: (...asked) => teamLoad(db, ...asked),

    async teamAt(id) {
      const row = await db.selectFrom('applications').select('team_at').where('id', '=', id).executeTakeFirst();
      return row?.team_at || undefined;
    },

    async oldestUnproved(since) {
      const unproved = db.selectFrom('applications').select('created_at').where('team_at', 'is', null);
      const oldest = unproved.where('created_at', '>=', since).orderBy('created_at').limit(1);
      return (await oldest.executeTakeFirst())?.created_at;
    },

    async findProof(applicationId) {
      const row = await db
        .selectFrom('proofs')
        .selectAll()
        .where('application_id', '=', applicationId)
        .executeTakeFirst();
      return row && proofFrom(row);
    },

    async findPasswordHash(applicationId) {
      const kept = db.selectFrom('chosen_passwords').select('hash').where('application_id', '=', applicationId);
      return (await kept.executeTakeFirst())?.hash;
    },

    findLink: (hash) => findLink(db, hash),
    audit: (applicationId) => applicationAudit.of(db, applicationId),
    causedBy: (cause) => applicationAudit.causedBy(db, cause),
  };
}
