import { type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { asUser, chownLine, isSystemUser, quoted, userOf } from './system-user.ts';
import { whyFile } from './why-file.ts';

/** Why a file cannot be read or written. */
export interface FileTrouble {
  /** Goes on after "cannot be read: " or "cannot be written: ". */
  readonly why: string;
  /** What to type or to change; undefined if `why` says it all. */
  readonly remedy: string | undefined;
}

export interface Asking {
  /** Number of the user who runs this; undefined where the system has no such thing. By default that of the process. */
  readonly user: number | undefined;
  /** What was typed, for the same command as another user. By default that of the process. */
  readonly command: readonly string[];
}

/**
 * Finds out why a file could not be used. Where it is a question of rights, names whose the file or the closed folder is, who asks,
 * and the line to type. Looks at the file system, so it is for errors, not for every file.
 *
 * @param error thrown by `node:fs` for this file
 */
export function fileTrouble(file: string, error: unknown, asking: Partial<Asking> = {}): FileTrouble {
  const { user, command } = { user: process.geteuid?.(), command: ['porter', ...process.argv.slice(2)], ...asking };
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (code === 'EROFS') return { why: whyFile(error), remedy: READ_ONLY };
  if ((code !== 'EACCES' && code !== 'EPERM') || user === undefined) return { why: whyFile(error), remedy: undefined };

  const full = path.resolve(file);
  const folder = path.dirname(full);
  const shut = firstShut(full);
  if (shut !== undefined) {
    return {
      why: `the folder ${shut.name} of ${userOf(shut.found.uid)} is closed to ${userOf(user)}`,
      remedy: wayIn(shut, folder, user, command),
    };
  }
  // What does not exist yet is refused by its folder.
  const place = placeOf(full) ?? placeOf(folder);
  if (place === undefined) return { why: whyFile(error), remedy: undefined };
  const whose = place.name === full ? 'it belongs' : `the folder ${place.name} belongs`;
  return {
    why: `${whose} to ${userOf(place.found.uid)}, and this runs as ${userOf(user)}`,
    remedy: remedyByOwner(place, user, command),
  };
}

/** The sentence "FILE cannot be read: why. Remedy", without a full stop at its end. @param verb such as `read` or `written` */
export function fileSentence(file: string, verb: string, error: unknown, asking: Partial<Asking> = {}): string {
  const { why, remedy } = fileTrouble(file, error, asking);
  return `${file} cannot be ${verb}: ${why}${remedy === undefined ? '' : `: ${remedy}`}`;
}

/** The line that shuts a file to others, and gives it to the user that runs this if it is somebody else's. @param mode such as `600` */
export function tighten(file: string, { uid }: Pick<Stats, 'uid'>, mode: string): string {
  const user = process.geteuid?.();
  const own = user === undefined || user === 0 || uid === user;
  const chmod = `chmod ${mode} ${quoted(file)}`;
  return own ? chmod : `${chown(user, file)} && sudo ${chmod}`;
}

const READ_ONLY =
  "a service may write only where ReadWritePaths= of its unit says: keep the file in Porter's data folder, or add its folder there";

interface Place {
  readonly name: string;
  readonly found: Stats;
}

const chown = (user: number, name: string): string => chownLine(userOf(user), name);

/** Gives the file to the user who runs this, if that is a service; has a person run the command as the owner. */
function remedyByOwner({ name, found }: Place, user: number, command: readonly string[]): string {
  const { uid } = found;
  if (uid === user) return `chmod u+rw${found.isDirectory() ? 'x' : ''} ${quoted(name)}`;
  if (!isSystemUser(user)) {
    return uid === 0
      ? `run it as the user that Porter runs as (sudo -u porter …); if that is ${userOf(user)}: ${chown(user, name)}`
      : asUser(userOf(uid), command);
  }
  const both = isSystemUser(uid)
    ? `, and if ${userOf(uid)} must read it too: sudo chgrp ${userOf(uid).replace(/^#/, '')} ${quoted(name)} && sudo chmod 640 ${quoted(name)}`
    : '';
  return `${chown(user, name)}${found.isDirectory() ? '' : both}`;
}

/** What to type about a closed folder. @param folder the one that the file lies in */
function wayIn(shut: Place, folder: string, user: number, command: readonly string[]): string {
  if (!isSystemUser(user) && shut.found.uid !== 0) return asUser(userOf(shut.found.uid), command);
  // Nobody should open a home for a service, or take a folder away from another one.
  if (/^\/(?:root|home|etc)(?:\/|$)/.test(shut.name) || !/\/(?:data|[^/]*porter[^/]*)$/.test(shut.name)) {
    return `copy the file to a folder that ${userOf(user)} may enter, such as /var/lib/porter`;
  }
  return shut.name === folder ? remedyByOwner(shut, user, command) : `sudo chmod o+x ${quoted(shut.name)}`;
}

/** The outermost folder on the way that this process may not look into. */
function firstShut(name: string): Place | undefined {
  const folder = path.dirname(name);
  if (folder === name) return undefined;
  const outer = firstShut(folder);
  if (outer !== undefined) return outer;
  try {
    statSync(name);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? placeOf(folder) : undefined;
  }
}

function placeOf(name: string): Place | undefined {
  const found = statSync(name, { throwIfNoEntry: false });
  return found && { name, found };
}
