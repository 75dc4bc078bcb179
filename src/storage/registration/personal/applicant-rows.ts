import type { DeleteResult } from 'kysely';
import type { PersonalData } from '../../../ports/personal.ts';
import type { Application } from '../../../registration/application.ts';
import type { ApplicationAuditEntry } from '../../../registration/ports/application-audit.ts';
import { isoTime, type PersonalRows } from '../../shared/personal-rows.ts';
import { applicationAudit } from '../application-audit.ts';
import { proofFrom } from '../proofs.ts';
import { ownOrTeam, type PersonKeys, perApplication } from './keys.ts';

const deleted = ({ numDeletedRows }: DeleteResult): number => Number(numDeletedRows);

const applications = perApplication({
  what: 'applications',
  read: async (_on, of) => [shownApplication(of)],
  erase: async (tx, { id }) => deleted(await tx.deleteFrom('applications').where('id', '=', id).executeTakeFirst()),
});

const claims = perApplication({
  what: 'claims',
  async read(on, { id }) {
    const rows = await on.selectFrom('claims').selectAll().where('application_id', '=', id).orderBy('kind').execute();
    // The value of a claimed address is its hash.
    return rows.map(({ kind, value }) => ({ kind, ...(kind === 'name' ? { value } : {}) }));
  },
  erase: async (tx, { id }) =>
    deleted(await tx.deleteFrom('claims').where('application_id', '=', id).executeTakeFirst()),
});

const proofs = perApplication({
  what: 'proofs',
  async read(on, { id }) {
    const rows = await on.selectFrom('proofs').selectAll().where('application_id', '=', id).execute();
    return rows.map(proofFrom).map(({ codes, wrong, asked, mail }) => ({
      ...{ codesSent: codes.map(({ at }) => isoTime(at)), lettersAskedFor: asked.map(isoTime) },
      ...{ wrongCodes: wrong, newestLetter: mail },
    }));
  },
  erase: async (tx, { id }) =>
    deleted(await tx.deleteFrom('proofs').where('application_id', '=', id).executeTakeFirst()),
});

const chosenPasswords = perApplication({
  what: 'chosenPasswords',
  async read(on, { id }) {
    const rows = await on
      .selectFrom('chosen_passwords')
      .select('application_id')
      .where('application_id', '=', id)
      .execute();
    // That there is one is theirs to know; with the hash somebody could guess at it.
    return rows.map(() => ({ kept: 'argon2id' }));
  },
  erase: async (tx, { id }) =>
    deleted(await tx.deleteFrom('chosen_passwords').where('application_id', '=', id).executeTakeFirst()),
});

const links = perApplication({
  what: 'links',
  async read(on, { id }) {
    const rows = await on
      .selectFrom('links')
      .selectAll()
      .where('application_id', '=', id)
      .orderBy('valid_until')
      .orderBy('hash')
      .execute();
    return rows.map((row) => ({
      ...{ purpose: row.purpose, validUntil: isoTime(row.valid_until), usedAt: isoTime(row.used_at) },
      void: row.void === 1,
    }));
  },
  erase: async (tx, { id }) =>
    deleted(await tx.deleteFrom('links').where('application_id', '=', id).executeTakeFirst()),
});

const posted = perApplication({
  what: 'teamRoomEvents',
  async read(on, { id }) {
    const rows = await on
      .selectFrom('posted_events')
      .selectAll()
      .where('application_id', '=', id)
      .orderBy('seq')
      .execute();
    return rows.map(({ kind, room_id: room, event_id: event, at }) => ({ kind, room, event, at: isoTime(at) }));
  },
  // The fingerprint tells whether a notice said a certain text.
  async erase(tx, { id }) {
    const { numUpdatedRows } = await tx
      .updateTable('posted_events')
      .set({ fingerprint: null })
      .where('application_id', '=', id)
      .where('fingerprint', 'is not', null)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  },
});

const audit = perApplication({
  what: 'audit',
  read: async (on, { id }, keys) => (await applicationAudit.of(on, id)).map((entry) => shownEntry(entry, keys)),
  erase: (tx, { id }) => applicationAudit.strip(tx, id, withoutPersonal),
});

/** Letters that asked their addresses for a proof, counted for the caps. */
const letters: PersonalRows<PersonKeys> = {
  what: 'letters',
  async read(on, { addressHashes }) {
    if (addressHashes.length === 0) return [];
    const counted = on.selectFrom('letters').select('at').where('address_hash', 'in', addressHashes);
    return (await counted.orderBy('seq').execute()).map(({ at }) => ({ at: isoTime(at) }));
  },
  async erase(tx, { addressHashes }) {
    if (addressHashes.length === 0) return 0;
    return deleted(await tx.deleteFrom('letters').where('address_hash', 'in', addressHashes).executeTakeFirst());
  },
};

/** In the export, applications come first; they are deleted last, because the other rows refer to them. */
export const applicantRows: readonly PersonalRows<PersonKeys>[] = [
  applications,
  claims,
  proofs,
  chosenPasswords,
  links,
  posted,
  audit,
  letters,
];

function shownApplication(of: Application): PersonalData {
  const { stage, language, localpart, email, order, userId, createdAt, since } = of;
  return {
    ...{ stage, language, name: localpart, email, order, account: userId ?? null },
    ...{ createdAt: isoTime(createdAt), since: isoTime(since) },
    // The order holds which versions; it is as old as the form.
    ...(order.accepted === '' ? {} : { acceptedAt: isoTime(createdAt) }),
    ...('actsAt' in of ? { actsAt: isoTime(of.actsAt) } : {}),
    ...('nameLost' in of ? { nameLost: of.nameLost } : {}),
    ...('why' in of ? { why: of.why } : {}),
    // Who voted is theirs; how they voted concerns the applicant.
    ...('votes' in of ? { votes: of.votes.map(({ choice }) => choice) } : {}),
    ...('how' in of ? { decidedBy: of.how } : {}),
  };
}

function shownEntry(entry: ApplicationAuditEntry, keys: PersonKeys): PersonalData {
  const { subject: _subject, cause: _cause, at, by, ...event } = entry;
  return {
    ...{ at: isoTime(at), by: ownOrTeam(by, keys), ...event },
    ...('decidedBy' in event ? { decidedBy: event.decidedBy.map((voter) => ownOrTeam(voter, keys)) } : {}),
  };
}

/** The same entry without names that were applied for and without what the team wrote about the applicant. */
function withoutPersonal(entry: ApplicationAuditEntry): ApplicationAuditEntry {
  if (entry.what === 'pick-name') return { ...entry, oldName: '', newName: '' };
  if (entry.what !== 'decide' || entry.reason === undefined) return entry;
  const { reason: _reason, ...rest } = entry;
  return rest;
}
