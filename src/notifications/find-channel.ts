import { Fault } from '../kernel/fault.ts';
import type { Channel } from '../ports/channel.ts';

/** Returns the open channel of this name. Throws `Fault` (`channel.off`) if it is not configured. */
export function findChannel(channels: Readonly<Record<string, Channel>>, name: string): Channel {
  const channel = Object.hasOwn(channels, name) ? channels[name] : undefined;
  if (channel !== undefined) return channel;
  throw new Fault(`The channel ${name} is not configured`, {
    ...{ code: 'channel.off', retryable: false, scope: 'channel' },
    remedy: `Put its section back into the configuration, or give up what waits: porter outbox purge --target ${name}`,
  });
}
