import { type Kysely, sql } from 'kysely';
import { openStages } from '../../registration/application.ts';
import type { ApplicationCounts, ApplicationStore, CapReads } from '../../registration/ports/application-store.ts';
import { prepare } from '../shared/prepared.ts';
import type { ApplicationRow, Tables } from '../shared/tables.ts';
import { applicationAudit } from './application-audit.ts';
import { applicationFrom } from './application-document.ts';
import { findLink } from './links.ts';
import { proofFrom } from './proofs.ts';

type Reading =
  | 'find'
  | 'findByShortId'
  | 'list'
  | 'findByName'
  | 'nameHeld'
  | 'findByAddress'
  | 'counts'
  | 'oldestSince'
  | 'findProof'
  | 'lettersTo'
  | 'findLink'
  | 'audit'
  | 'causedBy';

const counted = prepare<{ since: number; domain: string }, ApplicationCounts>((on, at) => {
  const count = (where: 'made' | 'domain' | 'open') => {
    const query = on.selectFrom('applications').select(({ fn }) => fn.countAll<number>().as('n'));
    if (where === 'open') return query.where('stage', 'in', openStages);
    const made = query.where('created_at', '>=', at.of('since'));
    return where === 'made' ? made : made.where('email_domain', '=', at.of('domain'));
  };
  const corrected = on
    .selectFrom('corrections')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('email_domain', '=', at.of('domain'))
    .where('at', '>=', at.of('since'));
  // One statement, so that all counts are of the same moment.
  return on
    .selectNoFrom([
      count('made').as('made'),
      sql<number>`${count('domain')} + ${corrected}`.as('ofDomain'),
      count('open').as('open'),
    ])
    .$castTo<ApplicationCounts>();
});
const letters = prepare<{ address: string; since: number }, { at: number }>((on, at) =>
  on
    .selectFrom('letters')
    .select('at')
    .where('address_hash', '=', at.of('address'))
    .where('at', '>=', at.of('since'))
    .orderBy('at')
    .orderBy(sql.ref('seq')),
);

/** `on`: the database or a transaction. */
export const capReads = (on: Kysely<Tables>): CapReads => ({
  counts: async (since, domain) => (await counted(on, { since, domain })).rows[0] ?? { made: 0, ofDomain: 0, open: 0 },
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

  const nameHolds = prepare<{ name: string; now: number; except: string }, { kind: string }>((on, at) =>
    on
      .selectFrom('claims')
      .select('kind')
      .where('kind', '=', 'name')
      .where('value', '=', at.of('name'))
      .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', at.of('now'))]))
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
    nameHeld: async (name, now, except = '') => (await nameHolds(db, { name, now, except })).rows.length > 0,

    async findByAddress(addressHash) {
      const row = (await byAddress(db, { address: addressHash })).rows[0];
      return row && applicationFrom(row);
    },

    ...capReads(db),

    async oldestSince(since, domain) {
      let query = db
        .selectFrom('applications')
        .select('created_at')
        .where('created_at', '>=', since)
        .orderBy('created_at')
        .limit(1);
      if (domain !== undefined) query = query.where('email_domain', '=', domain);
      return (await query.executeTakeFirst())?.created_at;
    },

    async findProof(applicationId) {
      const row = await db
        .selectFrom('proofs')
        .selectAll()
        .where('application_id', '=', applicationId)
        .executeTakeFirst();
      return row && proofFrom(row);
    },

    findLink: (hash) => findLink(db, hash),
    audit: (applicationId) => applicationAudit.of(db, applicationId),
    causedBy: (cause) => applicationAudit.causedBy(db, cause),
  };
}
