import path from 'node:path';
import { newKeyFile } from '../../app/set-up.ts';
import { commandBasics } from '../basics.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import type { InitOptions } from './answers.ts';
import { folderCautions } from './cautions.ts';
import { ownCommand } from './own-command.ts';
import { hiddenFromService, serviceUnit } from './service-unit.ts';
import { type FileToWrite, writeFiles } from './write-files.ts';

/** What an installation without a door may want of what init writes. */
export type Part = 'key' | 'unit';

/** Writes one file and asks nothing; 1 when it is there already, which is left alone. */
export async function initOnly(part: Part, options: InitOptions): Promise<Exit> {
  const dir = path.resolve(options.dir);
  const { file, next, cautions } = await plans[part](dir, options);
  const [written] = await writeFiles(dir, [file]);
  const at = path.join(dir, file.name);
  const kept = written?.state === 'kept';
  if (options.json) printJson({ ok: !kept, dir, files: [written], cautions });
  else {
    for (const caution of cautions) complain(caution);
    if (kept) complain(`${at} is there already and was left alone.`);
    else print(`${at} is written.\n${next}`);
  }
  return kept ? REFUSED : FINE;
}

interface Plan {
  readonly file: FileToWrite;
  readonly next: string;
  readonly cautions: readonly string[];
}

const plans: Readonly<Record<Part, (dir: string, options: InitOptions) => Promise<Plan>>> = {
  async key() {
    return {
      file: { name: path.join('data', 'porter.key'), content: newKeyFile(commandBasics()), mode: 0o600 },
      next: `Add to config.yaml:  secrets: { key: { file: data/porter.key } }
Back the file up now, apart from the database: without it no link works, and no backup is of use.`,
      cautions: [],
    };
  },
  async unit(dir, options) {
    const command = ownCommand();
    const hidden = hiddenFromService(command);
    return {
      file: {
        ...{ name: 'porter.service', mode: 0o644 },
        content: serviceUnit({ dir, user: options.user ?? 'porter', command }),
      },
      next: `sudo cp ${path.join(dir, 'porter.service')} /etc/systemd/system/ && sudo systemctl enable --now porter`,
      cautions: [...(hidden === undefined ? [] : [hidden]), ...(await folderCautions(dir))],
    };
  },
};
