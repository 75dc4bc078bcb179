import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { CACHE } from '../../scripts/parts.mjs';
import { type Child, startChild } from './child.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { askMatrix } from './matrix-user.ts';
import { getPart } from './needs.ts';
import { sharedServer } from './servers/shared-servers.ts';
import { forkSynapse, type SynapseArguments } from './servers/synapse-fork.ts';
import { type SynapseFiles, synapseConfig, synapseLogConfig, templateConfig, templateKey } from './synapse-config.ts';

/** Writes the configuration files; `extra` is merged over ours by top-level key. */
export async function writeSynapseFiles(files: SynapseFiles, extra: Readonly<Record<string, unknown>>): Promise<void> {
  const secret = { mode: 0o600 };
  await writeFile(
    path.join(files.dir, 'homeserver.yaml'),
    JSON.stringify({ ...synapseConfig(files), ...extra }),
    secret,
  );
  await writeFile(path.join(files.dir, 'log.yaml'), JSON.stringify(synapseLogConfig(files.dir)));
}

/** Starts what `writeSynapseFiles` prepared and waits until it answers. Throws with the end of its output otherwise. */
export async function runSynapse(dir: string, url: string, ...options: readonly string[]): Promise<Child> {
  const child = await startProcess({
    args: ['-c', path.join(dir, 'homeserver.yaml'), ...options],
    cwd: dir,
    log: path.join(dir, 'output.log'),
  });
  if (options.includes('--generate-keys')) {
    if ((await child.ended) !== 0) throw new Error(await lastLines(dir));
    return child;
  }
  const end = performance.now() + 120_000;
  while (child.running && performance.now() < end) {
    const healthy = await askMatrix(url, 'GET', '/health').then(
      ({ status }) => status === 200,
      () => false,
    );
    if (healthy) return child;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  await child.stop('SIGKILL');
  throw new Error(`Synapse did not start.\n${await lastLines(dir)}`);
}

/** Forked where the run has a fork server, which saves the second that the import of Synapse takes. */
async function startProcess(given: SynapseArguments): Promise<Child> {
  const shared = await sharedServer('synapse');
  if (shared !== undefined) return forkSynapse(shared.socket, given);
  return startChild({ ...given, file: getPart('synapse'), args: ['-m', 'synapse.app.homeserver', ...given.args] });
}

async function lastLines(dir: string): Promise<string> {
  const texts = await Promise.all(
    ['output.log', 'synapse.log'].map((name) => readFile(path.join(dir, name), 'utf8').catch(() => '')),
  );
  return texts.flatMap((text) => text.trimEnd().split('\n').slice(-15)).join('\n');
}

/**
 * The folder with a ready database and signing key, made once a machine. Two processes that make it at once both make one,
 * and one of the two is kept: a folder is renamed into place whole or not at all.
 */
export async function synapseTemplate(): Promise<string> {
  const home = path.join(CACHE, `synapse-template-${templateKey()}`);
  if (await exists(path.join(home, 'homeserver.db'))) return home;
  await mkdir(CACHE, { recursive: true });
  const dir = await mkdtemp(path.join(CACHE, 'synapse-template-new-'));
  const port = await freePort();
  await writeSynapseFiles({ dir, port, sharedSecret: 'only-for-the-template' }, templateConfig);
  await runSynapse(dir, '', '--generate-keys');
  const child = await runSynapse(dir, `http://127.0.0.1:${port}`);
  await eventually(() => backgroundUpdates(dir) === 0, { timeoutMs: 300_000, what: 'Synapse to finish its database' });
  // Only what it has written to its end may be copied.
  if ((await child.stop('SIGTERM', 120_000)) === 'SIGKILL') throw new Error('Synapse did not end by itself');
  try {
    await rename(dir, home);
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    if (!(await exists(path.join(home, 'homeserver.db')))) throw error;
  }
  return home;
}

/**
 * How many steps are left of what Synapse does to a new database while it serves already, one about every second. Until they are
 * done some requests get 500: an account is not activated again before `profiles_full_user_id_key_idx`, since the statement
 * that does it needs that index (synapse/storage/databases/main/profile.py, `create_profile`).
 */
function backgroundUpdates(dir: string): number {
  const db = new Database(path.join(dir, 'homeserver.db'), { readonly: true });
  try {
    return db.prepare('select count(*) from background_updates').pluck().get() as number;
  } finally {
    db.close();
  }
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}
