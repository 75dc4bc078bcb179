import { stat } from 'node:fs/promises';
import path from 'node:path';
import { meantForUs } from '../../config/suggest.ts';
import { parseRoomAlias } from '../../kernel/matrix-id.ts';
import type { Answers } from './init-options.ts';
import { hiddenFromService } from './service-unit.ts';

/** Problems that would come up later although every file could be written, one sentence each. */
export async function cautionsOf(answers: Answers, command: readonly string[]): Promise<readonly string[]> {
  const { dir, user, admin, teamRoom } = answers;
  const hidden = hiddenFromService({ dir, user, command });
  return [
    ...(hidden === undefined ? [] : [hidden]),
    ...(await folderCautions(dir)),
    ...listenCautions(answers),
    ...serverCautions(answers),
    ...(admin === undefined && parseRoomAlias(teamRoom) !== undefined
      ? [
          `Careful: nobody is named as admin (--admin). If ${teamRoom} does not exist, Porter makes it, is alone in it, and nobody can come in: then set registration.admin in config.yaml.`,
        ]
      : []),
  ];
}

/** Cautions about IDs of another server: most of them are mistyped, and what is asked for here can only be of this one. */
function serverCautions({ admin, teamRoom, serverName }: Answers): readonly string[] {
  const alias = parseRoomAlias(teamRoom);
  return [
    { id: admin, option: '--admin', but: 'so they may neither vote nor let Porter into other rooms' },
    { id: alias, option: '--team-room', but: 'so Porter cannot make that room' },
  ].flatMap(({ id, option, but }) => {
    if (id === undefined || id.slice(id.indexOf(':') + 1) === serverName) return [];
    const meant = meantForUs(id, serverName);
    const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
    return [`Careful: ${id} (${option}) is not of your server ${serverName}, ${but}.${question}`];
  });
}

/** @param url where Porter reaches Synapse @param found why nothing answers, as far as it is known */
export function nothingAnswers(
  url: string,
  found: { readonly why?: string | undefined; readonly remedy?: string | undefined },
): string {
  const why = found.why === undefined ? '' : `: ${found.why}`;
  const remedy = found.remedy ?? 'Start Synapse, or correct homeserver.url in config.yaml.';
  return `Careful: nothing answers there as a homeserver: ${url} (--homeserver-url)${why}. ${remedy}`;
}

/**
 * Cautions about a listener that nobody chose and that is open to the network, and about a port that the service may not open.
 */
function listenCautions({ appserviceListen, appserviceUrl, listenFollows }: Answers): readonly string[] {
  const port = Number(appserviceListen.split(':').at(-1));
  const narrower = 'with --appservice-listen, or appservice.listen in config.yaml';
  return [
    ...(listenFollows && appserviceListen.startsWith('0.0.0.0:')
      ? [
          `Careful: Synapse is to reach Porter at ${appserviceUrl}, so the listener for it, ${appserviceListen}, is open to everybody who reaches this machine. Name a narrower address ${narrower}.`,
        ]
      : []),
    ...(port > 0 && port < 1024
      ? [
          `Careful: ${appserviceListen} is a port below 1024, which the service may not open. Where a proxy stands between, name the address that it passes on to, such as 127.0.0.1:8482, ${narrower}.`,
        ]
      : []),
  ];
}

/** Porter and Synapse run as two different users, and both must be able to reach the files in this folder. @param dir absolute */
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

/** The outermost folder on the path that not everybody may enter. Always undefined on Windows, which has no such bits. */
async function firstShut(dir: string): Promise<{ readonly folder: string; readonly mode: number } | undefined> {
  if (process.platform === 'win32') return undefined;
  const above = path.dirname(dir);
  const outer = above === dir ? undefined : await firstShut(above);
  if (outer !== undefined) return outer;
  // A folder that does not exist yet will be created with mode 755.
  const mode = (await stat(dir).catch(() => undefined))?.mode ?? 0o755;
  return (mode & 0o001) === 0 ? { folder: dir, mode: mode & 0o777 } : undefined;
}
