import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { request } from 'undici';
import { eventually } from '../../support/eventually.ts';
import type { LogLine, PorterProcess } from '../../support/porter-process.ts';
import { makeVisitor } from '../../support/visitor.ts';
import type { House } from './house.ts';

/** Looks of Porter lie up to a minute apart. */
const PATIENCE = { timeoutMs: 120_000, everyMs: 100 };

export interface Readiness {
  readonly status: number;
  readonly reasons: readonly string[];
}

export async function readiness(porter: PorterProcess): Promise<Readiness> {
  const { statusCode, body } = await request(`${porter.operations}/readyz`, { reset: true, headersTimeout: 10_000 });
  return { status: statusCode, reasons: ((await body.json()) as Readiness).reasons };
}

export interface CheckAnswer {
  readonly exit: number;
  readonly lines: readonly { readonly level: string; readonly sentence: string; readonly code?: string }[];
}

export async function check(porter: PorterProcess, ...more: readonly string[]): Promise<CheckAnswer> {
  const { code, stdout } = await porter.run('check', '--json', ...more);
  return { exit: code, lines: (JSON.parse(stdout) as CheckAnswer).lines };
}

/** What a look found that is not fine: the log line that says so. */
const found = ({ part, code, remedy }: LogLine): boolean => part === 'steps' && Boolean(code) && Boolean(remedy);

/**
 * Waits until Porter has found out that `code` is what is missing, and looks wherever people look then: the log, `/readyz`, the
 * site, `porter check` (which exits with `exit`). All name the same next step.
 */
export async function closedBy(porter: PorterProcess, code: string, exit: number): Promise<void> {
  const line = await eventually(
    async () => {
      const last = (await porter.logs()).findLast(found);
      return last?.['code'] === code && last;
    },
    { ...PATIENCE, what: `the log to say ${code}` },
  );
  const { status, reasons } = await readiness(porter);
  assert.equal(status, 503);
  assert.ok(reasons.includes(`${line.msg} ${String(line['remedy'])}`), `${line.msg}\n${reasons.join('\n')}`);

  const page = await makeVisitor().open(porter.site);
  assert.equal(page.status, 503);
  assert.equal(page.title.split(' – ')[0], 'Not open yet');
  assert.deepEqual(
    page.forms.filter(({ action }) => action.endsWith('/apply')),
    [],
  );

  // It looks at every part, and may find what comes after as well.
  const checked = await check(porter);
  const [first] = checked.lines.filter(({ level }) => level === 'bad');
  assert.equal(first?.code, code, JSON.stringify(checked.lines));
  assert.equal(first?.sentence, line.msg);
  assert.equal(checked.exit, exit);
  assert.ok(porter.running);
}

/** Waits until people may apply. */
export async function opens(porter: PorterProcess): Promise<void> {
  await eventually(async () => (await readiness(porter)).status === 200, { ...PATIENCE, what: 'readiness' });
  assert.equal((await makeVisitor().open(porter.site)).status, 200);
}

/** Gives Porter everything that it needs, whatever is missing, except a room; then Porter is to be started anew. */
export async function finishWorld({ synapse, mail, porter, admin }: House): Promise<void> {
  await mail.up();
  await writeFile(synapse.registrationFile, synapse.registration.text);
  await synapse.restart({ password_config: {} });
  await synapse.loadRegistration();
  await synapse.promotePorter(admin);
  const sender = `/_synapse/admin/v2/users/${encodeURIComponent(synapse.userId('porter'))}`;
  await admin.call('PUT', sender, { deactivated: false, locked: false });
  await porter.configure({
    homeserver: { url: synapse.url },
    appservice: { registration: synapse.registrationFile },
  });
}

/** How many jobs are being carried out; cheap enough to be asked while Porter does so. */
export const jobsAtWork = (porter: Pick<PorterProcess, 'dir'>): number =>
  readDatabase(porter, (db) => db.prepare("select count(*) from jobs where state = 'leased'").pluck().get() as number);

function readDatabase<T>({ dir }: Pick<PorterProcess, 'dir'>, read: (db: Database.Database) => T): T {
  const db = new Database(path.join(dir, 'porter.db'), { readonly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/** The stage of the application for this Matrix ID, read as cheaply. */
export const stageOf = (porter: Pick<PorterProcess, 'dir'>, userId: string): unknown =>
  readDatabase(porter, (db) =>
    db
      .prepare('select stage from applications where localpart = ?')
      .pluck()
      .get(userId.slice(1, userId.indexOf(':'))),
  );

/** Jobs that failed for good. */
export async function deadJobs(porter: PorterProcess): Promise<readonly unknown[]> {
  const { code, stdout } = await porter.run('outbox', 'list', '--state', 'dead', '--json');
  assert.equal(code, 0, stdout);
  return (JSON.parse(stdout) as { jobs: readonly unknown[] }).jobs;
}
