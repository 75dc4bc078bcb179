import type { Config } from '../config/config-schema.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Logger } from '../kernel/log.ts';
import type { Derivations } from '../registration/ports/derivations.ts';
import { makeDerivations } from '../security/derivations.ts';
import { type KeyRing, parseKeyRing } from '../security/key-ring.ts';
import { openStorage } from '../storage/open-storage.ts';
import { StorageRefusal } from '../storage/refusal.ts';
import type { Storage, StoragePlace } from '../storage/storage.ts';

export interface Basics {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

export interface Database {
  readonly storage: Storage;
  readonly keys: KeyRing;
  readonly derivations: Derivations;
}

export const placeOf = ({ sqlite, postgres }: Config['storage']): StoragePlace => {
  if (postgres !== undefined) return { kind: 'postgres', url: postgres };
  if (sqlite !== undefined) return { kind: 'sqlite', path: sqlite };
  throw new Error('the configuration promises one of both');
};

/**
 * Opens the database and holds it against the configuration: the same server name and the same key as ever. Throws
 * `StorageRefusal` otherwise, and never makes a key or takes another name silently. The caller closes `storage`.
 */
export async function openDatabase(config: Config, basics: Basics, owner: boolean): Promise<Database> {
  const keys = parseKeyRing(config.secrets.key);
  await using opening = new AsyncDisposableStack();
  const storage = opening.use(await openStorage(placeOf(config.storage), { ...basics, owner }));
  await assertSameServer(storage, config.homeserver.serverName);
  await assertSameKey(storage, keys);
  const derivations = makeDerivations(keys, await storage.meta.epoch());
  opening.move();
  return { storage, keys, derivations };
}

async function assertSameServer({ meta }: Storage, configured: string): Promise<void> {
  const known = await meta.serverName();
  if (known === undefined) return meta.setServerName(configured);
  if (known === configured) return;
  throw new StorageRefusal(
    'not-this-database',
    `This database belongs to the server ${known}, but homeserver.serverName says ${configured}. ` +
      'A server name can never change: correct it, or name another database in storage.',
  );
}

async function assertSameKey({ meta }: Storage, keys: KeyRing): Promise<void> {
  const check = await meta.keyCheck();
  if (check !== undefined && !keys.knows(check)) {
    throw new StorageRefusal(
      'not-this-database',
      'The key file (secrets.key) is not the one this database was made with. Put that key file back from its backup; ' +
        'without it no link and no code that was mailed works.',
    );
  }
  if (check !== keys.keyCheck()) await meta.setKeyCheck(keys.keyCheck());
}
