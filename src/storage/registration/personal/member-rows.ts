import { openStages } from '../../../registration/application.ts';
import { isoTime, type PersonalRows } from '../../shared/personal-rows.ts';
import type { PersonKeys } from './keys.ts';

/** Reactions that this person sent in the team room. */
const reactions: PersonalRows<PersonKeys> = {
  what: 'reactions',
  async read(on, { userId }) {
    if (userId === undefined) return [];
    const sent = on.selectFrom('reactions').selectAll().where('sender', '=', userId);
    return (await sent.orderBy('at').orderBy('event_id').execute()).map((row) => ({
      ...{ room: row.room_id, event: row.event_id, on: row.target, key: row.key },
      ...{ at: isoTime(row.at), takenBackAt: isoTime(row.redacted_at) },
    }));
  },
  async erase(tx, { userId }) {
    if (userId === undefined) return 0;
    // A vote on an open application stays until that is decided: it belongs to the decision about somebody else.
    const stillCounted = tx
      .selectFrom('posted_events')
      .innerJoin('applications', 'applications.id', 'posted_events.application_id')
      .select('posted_events.event_id')
      .where('applications.stage', 'in', openStages);
    const { numDeletedRows } = await tx
      .deleteFrom('reactions')
      .where('sender', '=', userId)
      .where('target', 'not in', stillCounted)
      .executeTakeFirst();
    return Number(numDeletedRows);
  },
};

/** What this person did as a member of the team. It stays: the audit log is there to say who decided. */
const acts: PersonalRows<PersonKeys> = {
  what: 'teamActs',
  async read(on, { userId }) {
    if (userId === undefined) return [];
    const done = on.selectFrom('audit').select(['at', 'what']).where('by', '=', userId);
    return (await done.orderBy('seq').execute()).map(({ at, what }) => ({ at: isoTime(at), what }));
  },
};

export const memberRows: readonly PersonalRows<PersonKeys>[] = [reactions, acts];
