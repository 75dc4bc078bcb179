import { parseKeyRing } from '../security/key-ring.ts';
import { StorageRefusal } from '../storage/refusal.ts';
import type { Judge, Marks } from '../storage/restore.ts';
import type { Config } from './config.ts';

type Present = Parameters<Judge>[1];

/**
 * Whether a backup is one of this installation: made for the server and with a key of the configuration, and lacking nothing
 * that the database which is there has. A backup without both is fine where there is no database yet: its door may come later.
 *
 * @param file the backup, as people know it
 */
export function makeJudge({ homeserver, secrets }: Config, file: string): Judge {
  const ring = secrets && parseKeyRing(secrets.key);
  // A key that was changed for a newer one stands in the key file beside it; without that file only the same one is known.
  const isOurKey = (check: string, present: string | undefined) =>
    ring === undefined ? present === undefined || present === check : ring.knows(check);
  const away = (database: string) =>
    `If the backup is the right one, move ${database} away (and what lies beside it as -wal) and restore again.`;

  function aboutServer(copy: Marks, present: Present): string | undefined {
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

  function aboutKey(copy: Marks, present: Present): string | undefined {
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
