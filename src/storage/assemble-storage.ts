import { CompiledQuery, type Kysely } from 'kysely';
import { DAY } from '../kernel/clock.ts';
import { makeAccountTable } from './accounts/accounts.ts';
import { makeAddressChangeTable } from './accounts/address-changes.ts';
import { makePasswordLinkTable } from './accounts/password-links.ts';
import { makeAccountsPersonal } from './accounts/personal.ts';
import type { DialectFacts, OpenDialect } from './dialects/dialect.ts';
import type { Reach } from './dialects/name-index.ts';
import { makeInboxStore } from './inbox/inbox.ts';
import { makeInvitationTable } from './meetings/invitations.ts';
import { makeIssuedTokenTable } from './meetings/issued-tokens.ts';
import { makeMeetingsPersonal } from './meetings/personal.ts';
import { makeLettingGo } from './notifications/letting-go.ts';
import { makeNotificationTable } from './notifications/notifications.ts';
import { makeNotificationsPersonal } from './notifications/personal.ts';
import { makeAddJobs } from './outbox/add-jobs.ts';
import { makeDropJobs } from './outbox/drop-jobs.ts';
import { makeJobDesk } from './outbox/job-desk.ts';
import { makeJobStore } from './outbox/jobs.ts';
import { makeMarkDead } from './outbox/mark-dead.ts';
import { makeOutboxAudit } from './outbox/outbox-audit.ts';
import { makeWaitAgain } from './outbox/own-slot.ts';
import { makeQueues } from './outbox/queues.ts';
import { makeApplicationStore } from './registration/applications.ts';
import { makeDoorAudit } from './registration/door-audit.ts';
import { makeRegistrationPersonal } from './registration/personal.ts';
import { makeVoteStore } from './registration/votes.ts';
import { makeMemoryStore, makeMetaStore, setMemory } from './shared/memory.ts';
import type { Tables } from './shared/tables.ts';
import { makeWriter } from './shared/write.ts';
import { makeSessionTable } from './sign-in/sessions.ts';
import type { Storage, StorageNeeds } from './storage.ts';

/** How long what is done and handled is remembered. */
const REMEMBERED = 30 * DAY;

/** Every store over one open database whose tables are up to date; closing it closes the database. */
export function assembleStorage(
  db: Kysely<Tables>,
  opened: OpenDialect & { readonly facts: DialectFacts; readonly reach: Reach },
  { clock, ids }: StorageNeeds,
): Storage {
  const { facts } = opened;
  const { announcement } = facts;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const writer = makeWriter(db, {
    clock,
    tell,
    announce: announcement === undefined ? undefined : (tx) => tx.executeQuery(CompiledQuery.raw(announcement)),
  });
  const { write } = writer;
  const now = () => clock.now();
  const queues = makeQueues();
  const markDead = makeMarkDead(queues);
  const addJobs = makeAddJobs({ ids });
  const waitAgain = makeWaitAgain();
  const jobs = makeJobStore({
    ...writer,
    assertOwned: () => opened.assertOwned?.(),
    db,
    facts,
    queues,
    markDead,
    waitAgain,
    addJobs,
    now,
  });
  const inbox = makeInboxStore({ ...writer, db, now });
  const record = makeIssuedTokenTable({ db, write });
  const invitations = makeInvitationTable({ db, write });
  let unwatch: (() => void) | undefined;
  let closed = false;

  return {
    applications: makeApplicationStore({ ...writer, db, facts, addJobs, now }),
    votes: makeVoteStore({ db, write, facts }),
    memory: makeMemoryStore({ db, write }),
    meta: makeMetaStore({ db, write, ids }),
    jobs,
    inbox,
    registration: {
      door: makeDoorAudit(db, write),
      async tidy(before) {
        await write((tx) => tx.deleteFrom('letters').where('at', '<', before).execute());
        await write((tx) => tx.deleteFrom('corrections').where('at', '<', before).execute());
      },
      personal: makeRegistrationPersonal({ ...writer, db, facts, queues }),
    },
    meetings: {
      record,
      invitations,
      async tidy(before) {
        await record.tidy(before);
        await invitations.tidy(before);
      },
      personal: makeMeetingsPersonal({ db, write }),
    },
    notifications: {
      ...makeNotificationTable({ ...writer, db, addJobs, facts, now }),
      ...makeLettingGo({ ...writer, db, facts, dropJobs: makeDropJobs(queues) }),
      personal: makeNotificationsPersonal({ ...writer, db, facts, queues, now }),
    },
    accounts: {
      ...makeAccountTable({ ...writer, db, addJobs, now, nameIndex: facts.nameIndex, reach: opened.reach }),
      links: makePasswordLinkTable({ ...writer, db, addJobs, now }),
      addressChanges: makeAddressChangeTable({ ...writer, db, addJobs, now }),
      personal: makeAccountsPersonal({ db, write }),
    },
    sessions: makeSessionTable({ db, write }),
    desk: makeJobDesk({ ...writer, db, facts, addJobs, queues, waitAgain }),
    outboxAudit: makeOutboxAudit(db, write),

    changed(listener) {
      listeners.add(listener);
      unwatch ??= opened.watch(tell);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        unwatch?.();
        unwatch = undefined;
      };
    },

    assertWritable: () => write((tx) => setMemory(tx, 'meta.touched', String(clock.now()))),

    async tidy({ done, ended }) {
      const before = clock.now() - REMEMBERED;
      await jobs.tidy({ doneBefore: clock.now() - done, deadBefore: clock.now() - ended });
      await inbox.tidy({ handledBefore: before, parkedBefore: clock.now() - ended });
    },

    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      unwatch?.();
      await db.destroy();
      await opened.close();
    },
  };
}
