import type { Clock } from '../kernel/clock.ts';
import type { MemoryStore } from '../ports/memory-store.ts';
import type { HomeserverClient } from './client.ts';
import { refusalOf } from './refusal.ts';

/**
 * The device under which Porter sends. Synapse keeps transaction IDs in its database, for 24 hours, only for requests that name
 * a device (docs/decisions/0004). It forgets them when the device is removed, e.g. by a change of the sender's password.
 */
export interface SenderDevice {
  /** Makes sure that it exists. Asks the homeserver once per process, and again when told `again`. */
  ensure(signal?: AbortSignal, again?: 'again'): Promise<void>;
  /** When it was made, epoch milliseconds. The homeserver may have forgotten the transaction IDs of anything sent before. */
  madeAt(): number;
}

export interface SenderDeviceNeeds {
  readonly client: HomeserverClient;
  readonly memory: MemoryStore;
  readonly clock: Clock;
}

const MADE = 'homeserver.device-made';

export function makeSenderDevice({ client, memory, clock }: SenderDeviceNeeds): SenderDevice {
  let madeAt: number | undefined;
  const path = `/_matrix/client/v3/devices/${encodeURIComponent(client.deviceId)}`;
  return {
    async ensure(signal, again) {
      if (madeAt !== undefined && again === undefined) return;
      const found = await client.ask('GET', path, { as: 'sender', signal });
      if (found.status === 404) {
        // Remembered before it is made: if the process ends in between, a new device must not look old.
        await memory.remember(MADE, String(clock.now()));
        await client.call('PUT', path, { body: { display_name: 'Porter' }, as: 'sender', signal });
      } else if (found.status >= 300) throw refusalOf(found);
      madeAt = Number((await memory.recall(MADE)) ?? 0);
    },
    madeAt: () => madeAt ?? 0,
  };
}
