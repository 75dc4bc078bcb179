import { stat } from 'node:fs/promises';
import path from 'node:path';
import { backUp, restoreFrom } from '../app/backups.ts';
import { commandRuntime } from './command-runtime.ts';
import { type Exit, FINE } from './exit.ts';
import { print, printJson, utcText } from './print.ts';
import { type CommonOptions, withConfig, wrong } from './with-config.ts';

/**
 * Copies the database into a new file, also while `serve` runs. The key file is not part of the copy.
 *
 * @param given the file, or a folder: then the copy is a new file in it, named by the time
 */
export const backup = (given: string, options: CommonOptions): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    const runtime = commandRuntime();
    const named = path.resolve(given);
    const isFolder = (await stat(named).catch(() => undefined))?.isDirectory() === true;
    const to = isFolder ? path.join(named, nameByTime(runtime.clock.now())) : named;
    const { sqlite } = loaded.config.storage;
    if (sqlite !== undefined && (await isMissing(sqlite))) {
      return wrong(options, `There is no database at ${sqlite} yet: start porter serve once.`);
    }
    const terminal = process.stderr.isTTY && !options.json;
    await backUp(loaded, runtime, to, (written, total) => {
      if (terminal && total > 0) process.stderr.write(`\r${Math.floor((100 * written) / total)} % `);
    });
    if (terminal) process.stderr.write('\r      \r');
    if (options.json) printJson({ ok: true, file: to });
    else {
      // Without a key file in the configuration there are no links or codes that would need one.
      const key = 'Keep a copy of the key file too, in another place: a backup is of no use without it.';
      print(`${to} is written.${loaded.config.secrets === undefined ? '' : ` ${key}`}`);
    }
    return FINE;
  });

/** `porter-2026-11-30-031500.db`, in UTC: names in the order of time, and none twice in a second. @param now epoch milliseconds */
const nameByTime = (now: number): string => `porter-${utcText(now).replace(' ', '-').replaceAll(':', '')}.db`;

const isMissing = (file: string): Promise<boolean> =>
  stat(file).then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code === 'ENOENT',
  );

export interface RestoreOptions extends CommonOptions {
  readonly release?: boolean;
  /** Another program has put the database back. */
  readonly databaseRestored?: boolean;
}

/** Replaces the database by a copy, or corrects one that another program has put back, while `serve` does not run. */
export const restore = (file: string | undefined, options: RestoreOptions): Promise<Exit> =>
  withConfig(options, async (loaded) => {
    if ((file === undefined) !== (options.databaseRestored === true)) {
      return wrong(
        options,
        'Name the backup: porter restore FILE. After pg_restore: porter restore --database-restored',
      );
    }
    const copy = file === undefined ? undefined : path.resolve(file);
    const back = await restoreFrom(loaded, commandRuntime(), copy, options.release === true);
    if (options.json) {
      printJson({ ok: true, ...back });
      return FINE;
    }
    const waiting = back.held - back.released;
    print(
      [
        file === undefined ? 'The database that was put back is corrected.' : `The database is as it was in ${file}.`,
        ...(back.replaced === undefined ? [] : [`What it replaced is kept as ${back.replaced} until you delete it.`]),
        'Links and codes that were mailed before are void; the pages offer new ones.',
        ...back.notes,
        ...(waiting === 0
          ? []
          : [
              `${waiting === 1 ? '1 job of that time is' : `${waiting} jobs of that time are`} held${back.idle === 0 ? '' : `, of which ${back.idle} ${back.idle === 1 ? 'is' : 'are'} void`}: look at ${waiting === 1 ? 'it' : 'them'} (porter outbox list --state held), then porter outbox retry --release.`,
            ]),
      ].join('\n'),
    );
    return FINE;
  });
