import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseRoomAlias } from '../../kernel/matrix-id.ts';
import type { Answers } from './answers.ts';
import { hiddenFromService } from './service-unit.ts';

/** What would stop somebody later, although every file could be written; one sentence each. */
export async function cautionsOf(answers: Answers, command: readonly string[]): Promise<readonly string[]> {
  const { dir, admin, teamRoom } = answers;
  const hidden = hiddenFromService(command);
  return [
    ...(hidden === undefined ? [] : [hidden]),
    ...(await folderCautions(dir)),
    ...(admin === undefined && parseRoomAlias(teamRoom) !== undefined
      ? [
          `Careful: nobody is named as admin (--admin). If ${teamRoom} does not exist, Porter makes it, is alone in it, and nobody can come in: then set registration.admin in config.yaml.`,
        ]
      : []),
  ];
}

/** Porter runs as a user of its own, and Synapse as another: both have to reach what lies in this folder. @param dir absolute */
export async function folderCautions(dir: string): Promise<readonly string[]> {
  const better = 'a folder such as /var/lib/porter is a better place (--dir).';
  if (/^\/(?:home|root|run\/user)(?:\/|$)/.test(dir)) {
    return [
      `Careful: ${dir} lies in somebody's home, which other users, Porter's and Synapse's among them, mostly cannot enter: ${better}`,
    ];
  }
  if (/^\/(?:var\/)?tmp(?:\/|$)/.test(dir)) {
    return [
      `Careful: the service has a /tmp of its own (PrivateTmp) and would not find ${dir}, which a restart of the machine may empty: ${better}`,
    ];
  }
  const shut = await firstShut(dir);
  return shut === undefined
    ? []
    : [
        `Careful: ${shut.folder} has mode ${shut.mode.toString(8)}, so other users, Synapse's among them, cannot enter it and read registration.yaml: sudo chmod o+x ${shut.folder}`,
      ];
}

/** The outermost folder on the way that not everybody may enter. Windows has no such bits. */
async function firstShut(dir: string): Promise<{ readonly folder: string; readonly mode: number } | undefined> {
  if (process.platform === 'win32') return undefined;
  const above = path.dirname(dir);
  const outer = above === dir ? undefined : await firstShut(above);
  if (outer !== undefined) return outer;
  // One that is not there yet will be made, and can be entered.
  const mode = (await stat(dir).catch(() => undefined))?.mode ?? 0o755;
  return (mode & 0o001) === 0 ? { folder: dir, mode: mode & 0o777 } : undefined;
}
