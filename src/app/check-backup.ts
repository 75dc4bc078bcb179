import { parseKeyRing } from '../security/key-ring.ts';
import { StorageRefusal } from '../storage/refusal.ts';
import type { CheckCopy, DatabaseIdentity } from '../storage/restore.ts';
import type { Config } from './config.ts';

type Present = Parameters<CheckCopy>[1];

/**
 * Makes the check that a backup belongs to this installation: it was made for the configured server and with one of the configured
 * keys, and it names both if the database that it would replace names both. Without such a database it may name neither.
 *
 * @param file name of the backup, for the sentences of refusals
 */
export function makeBackupCheck({ homeserver, secrets }: Config, file: string): CheckCopy {
  const ring = secrets && parseKeyRing(secrets.key);
  // A key file also lists older keys. Without a key file only the key of the present database is known.
  const isOurKey = (check: string, present: string | undefined) =>
    ring === undefined ? present === undefined || present === check : ring.knows(check);
  const away = (database: string) =>
    `If the backup is the right one, move ${database} away (and what lies beside it as -wal) and restore again.`;

  function aboutServer(copy: DatabaseIdentity, present: Present): string | undefined {
    const configured = homeserver?.serverName;
    if (copy.serverName !== undefined && configured !== undefined && copy.serverName !== configured) {
      return (
        `${file} belongs to the server ${copy.serverName}, but homeserver.serverName says ${configured}. Nothing was changed. ` +
        'A server name can never change: correct it, or restore a backup of this server.'
      );
    }
    if (present?.serverName === undefined || present.serverName === copy.serverName) return undefined;
    return copy.serverName === undefined
      ? `${file} names no server, but ${present.name}, which it would replace, belongs to the server ${present.serverName}. Nothing was changed. ${away(present.name)}`
      : `${present.name}, which ${file} would replace, belongs to the server ${present.serverName}, the backup to ${copy.serverName}. Nothing was changed. ${away(present.name)}`;
  }

  function aboutKey(copy: DatabaseIdentity, present: Present): string | undefined {
    if (copy.keyCheck !== undefined) {
      if (isOurKey(copy.keyCheck, present?.keyCheck)) return undefined;
      return (
        `${file} was made with another key than the one of this Porter (secrets.key). Nothing was changed. ` +
        'Put the key file back that belongs to this backup; without it no link and no code that was mailed works.'
      );
    }
    if (present?.keyCheck === undefined) return undefined;
    return `${file} was made without a key, but ${present.name}, which it would replace, has one. Nothing was changed. ${away(present.name)}`;
  }

  return (copy, present) => {
    const sentence = aboutServer(copy, present) ?? aboutKey(copy, present);
    if (sentence !== undefined) throw new StorageRefusal('not-this-database', sentence);
  };
}
