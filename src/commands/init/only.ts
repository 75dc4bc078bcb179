import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { newKeyFile } from '../../app/set-up.ts';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import { whose } from '../secret-files.ts';
import { writeNewFiles } from '../write-new-files.ts';
import { folderCautions } from './cautions.ts';
import type { InitOptions, SingleFile } from './init-options.ts';
import { ownCommand } from './own-command.ts';
import { hiddenFromService, serviceUnit } from './service-unit.ts';
import { writeFiles } from './write-files.ts';

interface Made {
  /** Path inside the folder. */
  readonly name: string;
  /** Why the file was not written, in a sentence; undefined when it was. */
  readonly trouble: string | undefined;
  /** The next steps, for the terminal. */
  readonly next: string;
  readonly cautions: readonly string[];
}

/** Writes one file and asks nothing. Exits with 1 when the file is already there, and leaves it alone. */
export async function initOnly(part: SingleFile, options: InitOptions): Promise<Exit> {
  const dir = path.resolve(options.dir);
  const { name, trouble, next, cautions } = await makers[part](dir, options);
  if (options.json) {
    const files = [{ name, state: trouble === undefined ? 'written' : 'kept' }];
    printJson({
      ok: trouble === undefined,
      dir,
      files,
      cautions,
      ...(trouble && { problems: [{ sentence: trouble }] }),
    });
  } else {
    for (const caution of cautions) complain(caution);
    if (trouble === undefined) print(`${path.join(dir, name)} is written.\n${next}`);
    else complain(trouble);
  }
  return trouble === undefined ? FINE : REFUSED;
}

const makers: Readonly<Record<SingleFile, (dir: string, options: InitOptions) => Promise<Made>>> = {
  async key(dir) {
    const name = path.join('data', 'porter.key');
    const [written] = await writeFiles(dir, [{ name, content: newKeyFile(commandRuntime()), mode: 0o600 }]);
    const kept = written?.state === 'kept';
    const made = [path.join(dir, 'data'), path.join(dir, name)];
    const user = process.geteuid?.();
    return {
      name,
      trouble: kept ? `${path.join(dir, name)} is there already and was left alone.` : undefined,
      next: `Add to config.yaml:  secrets: { key: { file: data/porter.key } }
Back the file up now, apart from the database: without it no link works, and no backup is of use.${user === undefined ? '' : `\n${whose(user, made)}`}`,
      cautions: [],
    };
  },

  // Unlike `key` this does not touch the data folder, which may belong to another user by now.
  async unit(dir, options) {
    const [name, user, command] = ['porter.service', options.user ?? 'porter', ownCommand()] as const;
    const file = path.join(dir, name);
    const hidden = hiddenFromService({ dir, user, command });
    await mkdir(dir, { recursive: true, mode: 0o755 });
    return {
      name,
      trouble: await writeNewFiles([{ file, content: serviceUnit({ dir, user, command }), mode: 0o644 }]),
      next: `sudo cp ${file} /etc/systemd/system/ && sudo systemctl daemon-reload && sudo systemctl enable --now porter`,
      cautions: [...(hidden === undefined ? [] : [hidden]), ...(await folderCautions(dir))],
    };
  },
};
