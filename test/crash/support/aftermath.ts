import assert from 'node:assert/strict';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { House } from '../../journeys/support/house.ts';
import { eventually } from '../../support/eventually.ts';
import type { RoomEvent } from '../../support/matrix-user.ts';

/**
 * Waits until every job is done, except those of these kinds. A slow machine may take as long as it needs: only ten minutes in which
 * no job at all was done are a failure.
 */
export async function allJobsDone(house: House, but: readonly string[], everyMs: number): Promise<void> {
  for (let left = jobsLeft(house, but); left > 0; ) {
    const before = left;
    const fewer = async () => {
      left = jobsLeft(house, but);
      return left < before;
    };
    await eventually(fewer, { timeoutMs: 600_000, everyMs, what: `one of ${before} jobs` });
  }
}

/** How many jobs are neither done nor of these kinds; cheap enough to be asked while Porter works on them. */
function jobsLeft(house: House, but: readonly string[]): number {
  const db = new Database(path.join(house.porter.dir, 'porter.db'), { readonly: true });
  try {
    const others = but.map(() => '?').join(', ');
    return db
      .prepare(`select count(*) from jobs where state <> 'done' and kind not in (${others})`)
      .pluck()
      .get(...but) as number;
  } finally {
    db.close();
  }
}

/** What stands in Porter's database after it has stopped. */
function readDatabase(house: House) {
  const db = new Database(path.join(house.porter.dir, 'porter.db'), { readonly: true });
  try {
    return {
      integrity: db.pragma('integrity_check', { simple: true }) as string,
      jobs: db.prepare('select kind, state, count(*) as count from jobs group by kind, state').all() as {
        readonly kind: string;
        readonly state: string;
        readonly count: number;
      }[],
      applications: db.prepare('select localpart, stage from applications').all() as {
        readonly localpart: string;
        readonly stage: string;
      }[],
      decisions: db
        .prepare("select subject, count(*) as count from audit where what = 'account-made' group by subject")
        .all() as { readonly count: number }[],
      inboxWaiting: db
        .prepare("select count(*) from inbox where body is not null and body <> ''")
        .pluck()
        .get() as number,
    };
  } finally {
    db.close();
  }
}

/** Every event that Porter ever sent into the room, paged to the end. */
export async function sentByPorter(house: House): Promise<readonly RoomEvent[]> {
  const events = await house.admin.messages(house.room, 1_000_000);
  const porter = house.synapse.userId('porter');
  return events.filter(({ sender, type }) => sender === porter && (type === 'm.room.message' || type === 'm.reaction'));
}

/** Promise 1 of docs/hardening.md on Matrix: no job's event stands there twice. */
export function assertEachOnce(events: readonly RoomEvent[]): void {
  const ids = events.map(({ content }) => String(content['dev.porter.id']));
  assert.ok(!ids.includes('undefined'), 'an event without our id');
  const seen = new Set<string>();
  const twice = ids.filter((id) => seen.size === seen.add(id).size);
  assert.deepEqual(twice, [], 'events of one job twice');
}

/** Nothing leased, dead or parked; one account at most for each application; a sound database. */
export function assertCleanDatabase(house: House): void {
  const { integrity, jobs, decisions } = readDatabase(house);
  assert.equal(integrity, 'ok');
  assert.deepEqual(
    jobs.filter(({ state }) => state === 'leased' || state === 'dead' || state === 'parked'),
    [],
  );
  assert.ok(decisions.every(({ count }) => count === 1));
}
