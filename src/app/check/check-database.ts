import { badOf, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { counted } from '../../kernel/counted.ts';
import { Fault } from '../../kernel/fault.ts';
import { StorageRefusal } from '../../storage/refusal.ts';
import type { Loaded } from '../load-config.ts';
import type { Runtime } from '../open-database.ts';
import { openTools } from '../tools.ts';

/** Opens the database as commands do, which checks key, server name and tables. Writes nothing but a test value. */
export async function checkDatabase(loaded: Loaded, runtime: Runtime): Promise<readonly CheckLine[]> {
  const kind = loaded.config.storage.postgres === undefined ? 'SQLite' : 'PostgreSQL';
  try {
    await using tools = await openTools(loaded, runtime, false);
    await tools.storage.assertWritable();
    const lines = [
      fine(
        'database',
        loaded.config.secrets === undefined
          ? `${kind}: there, up to date and writable.`
          : `${kind}: there, up to date, writable, and made with this key file.`,
      ),
    ];
    if (loaded.config.accounts.store === 'local' && tools.storage.accounts.searchReach === 'beginnings')
      lines.push(warn('database', noTrigrams));
    const counts = await tools.outbox.counts();
    for (const state of ['dead', 'parked', 'held'] as const) {
      const jobs = counts.filter((count) => count.state === state).reduce((sum, count) => sum + count.jobs, 0);
      if (jobs === 0) continue;
      lines.push(
        warn('outbox', { code: `outbox.${state}`, sentence: sentences[state](jobs), remedy: remedies[state] }),
      );
    }
    const { parked } = await tools.storage.inbox.counts();
    if (parked > 0) {
      lines.push(
        warn('inbox', {
          code: 'inbox.parked',
          sentence: `${counted(parked, 'event')} from the homeserver or a channel could not be handled.`,
          remedy: 'porter outbox retry --all, and look at the log of porter serve',
        }),
      );
    }
    return lines;
  } catch (error) {
    if (error instanceof Fault) return [badOf('database', error)];
    if (!(error instanceof StorageRefusal)) throw error;
    // `checkFiles` has said who owns it.
    if (error.code === 'other-user') return [];
    // Before the first start there is no database, which is no fault.
    const found = { code: `storage.${error.code}`, sentence: error.message };
    return error.code === 'not-made'
      ? [warn('database', { ...found, sentence: 'There is no database yet.', remedy: 'porter serve makes it.' })]
      : [{ part: 'database', level: 'bad', ...found, ...(error.remedy !== undefined && { remedy: error.remedy }) }];
  }
}

const noTrigrams = {
  code: 'accounts.search-reach',
  sentence: 'A search finds names only by how their words begin: PostgreSQL lacks the extension pg_trgm.',
  remedy: 'As an administrator of that database: create extension pg_trgm; then restart Porter.',
} as const;

const sentences = {
  dead: (jobs: number) => `${counted(jobs, 'job')} failed for good.`,
  parked: (jobs: number) => `${counted(jobs, 'job')} cannot be read by this version.`,
  held: (jobs: number) => `Held since a restore: ${counted(jobs, 'job')}.`,
} as const;

const remedies = {
  dead: 'porter outbox list --state dead, then porter outbox retry --all, or porter outbox drop ID',
  parked: 'porter outbox list --state parked; with a version that knows them porter outbox retry NUMBER',
  held: 'porter outbox list --state held, then porter outbox retry --release',
} as const;
