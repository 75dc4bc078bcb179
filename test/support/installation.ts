import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { type CommandAnswer, runPorterCommand } from './porter-command.ts';

export async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'porter-commands-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Installation {
  readonly cwd: string;
  readonly porter: (...args: readonly string[]) => Promise<CommandAnswer>;
  /** Its database, as any other process has it beside the commands. */
  readonly database: () => Promise<Storage>;
}

/** An installation made by `porter init`, with a database. */
export async function installation(t: TestContext): Promise<Installation> {
  const cwd = await emptyFolder(t);
  const porter = (...args: readonly string[]) => runPorterCommand(args, { cwd });
  for (const made of [
    await porter('init', '--yes', '--dir', '.', '--server-name', 'porter.test'),
    await porter('migrate'),
  ]) {
    if (made.code !== 0) throw new Error(made.stderr);
  }
  // Whatever else listens on this machine where init proposes to.
  const config = path.join(cwd, 'config.yaml');
  await writeFile(config, (await readFile(config, 'utf8')).replaceAll(/127\.0\.0\.1:848\d"/g, '127.0.0.1:0"'));
  const place = { kind: 'sqlite', path: path.join(cwd, 'data', 'porter.db') } as const;
  const runtime = { clock: systemClock, ids: makeIds(Date.now), log: silentLog };
  return { cwd, porter, database: () => openStorage(place, { ...runtime, owner: false }) };
}
