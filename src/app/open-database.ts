import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Logger } from '../kernel/log.ts';
import type { Derivations } from '../registration/ports/derivations.ts';
import { makeDerivations } from '../security/derivations.ts';
import { type KeyRing, parseKeyRing } from '../security/key-ring.ts';
import type { StorageLocation } from '../storage/dialects/dialects.ts';
import { openStorage } from '../storage/open-storage.ts';
import { StorageRefusal } from '../storage/refusal.ts';
import type { Storage } from '../storage/storage.ts';
import { type GroundConfig, serverNameOf } from './ground-sections.ts';

export interface Runtime {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

export interface Database {
  readonly storage: Storage;
  /** Undefined where the configuration has no section `secrets`. */
  readonly keys: KeyRing | undefined;
  /** Each restore raises it. Derived links and codes depend on it, so a restore makes earlier ones void. */
  readonly epoch: number;
}

/** The links and codes of registration, which always has a key. */
export function derivationsOf({ keys, epoch }: Database): Derivations {
  if (keys === undefined) throw new Error('the configuration promises a key');
  return makeDerivations(keys, epoch);
}

/** Where the database is, as `storage` needs it. */
export const locationOf = ({ sqlite, postgres }: GroundConfig['storage']): StorageLocation => {
  if (postgres !== undefined) return { kind: 'postgres', url: postgres };
  if (sqlite !== undefined) return { kind: 'sqlite', path: sqlite };
  throw new Error('the configuration promises one of both');
};

/**
 * Opens the database and checks that its server name and key are those of the configuration. Throws `StorageRefusal` if not: it
 * never makes a key or adopts another name silently. A new database takes both from the configuration. The caller closes
 * `storage`.
 *
 * @param owner see `openTools`
 */
export async function openDatabase(config: GroundConfig, runtime: Runtime, owner: boolean): Promise<Database> {
  const keys = config.secrets && parseKeyRing(config.secrets.key);
  await using opening = new AsyncDisposableStack();
  const storage = opening.use(await openStorage(locationOf(config.storage), { ...runtime, owner }));
  const serverName = serverNameOf(config);
  if (serverName !== undefined) await assertSameServer(storage, serverName);
  if (keys !== undefined) await assertSameKey(storage, keys);
  const epoch = await storage.meta.epoch();
  opening.move();
  return { storage, keys, epoch };
}

async function assertSameServer({ meta }: Storage, configured: string): Promise<void> {
  const known = await meta.serverName();
  if (known === undefined) return meta.setServerName(configured);
  if (known === configured) return;
  throw new StorageRefusal(
    'not-this-database',
    `This database belongs to the server ${known}, but the configuration says serverName: ${configured}. ` +
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
