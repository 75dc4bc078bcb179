import type { Storage, StorageNeeds, StoragePlace } from './storage.ts';

/**
 * Opens the database, as its owner brings the tables up to date first. Throws `StorageRefusal` when it must not be used,
 * `Fault` when it cannot be reached.
 */
export declare function openStorage(place: StoragePlace, needs: StorageNeeds): Promise<Storage>;
