import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Remark } from '../../ports/channel.ts';
import { partsOf } from './address.ts';
import type { Ask } from './messages.ts';
import type { People } from './people.ts';

/** A channel of Discord's in which people are heard. The messages between the bot and one person are such a channel, too. */
export interface Place {
  readonly id: string;
  /** As in `Remark`. */
  readonly at: Remark['at'];
}

export interface FindPlacesNeeds {
  readonly people: People;
  readonly ask: Ask;
  readonly log: Pick<Logger, 'warn'>;
  /** Does it concern one person alone? Then its words; everything else is thrown again. */
  readonly wordsOf: (error: unknown) => string;
}

/**
 * Finds the channels that belong to addresses, by the channel's id. A person who cannot be found or reached is told in the log and left
 * out. Throws what `wordsOf` throws.
 */
export async function findPlaces(
  addresses: readonly string[],
  { people, ask, log, wordsOf }: FindPlacesNeeds,
): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>();
  const add = (id: string, at: Remark['at']): void => {
    const [first, ...more] = [...new Set([...(places.get(id)?.at ?? []), ...at])];
    places.set(id, { id, at: [first ?? at[0], ...more] });
  };
  const unheard = (address: string, why: string): void => log.warn('discord: somebody is not heard', { address, why });

  for (const address of addresses) {
    const to = partsOf(address);
    if (to.kind === 'webhook') continue;
    try {
      const id = to.kind === 'name' ? await people.find(to.name, to.number, ask) : to.id;
      if (id === undefined) unheard(address, 'nobody with this user name is on a server with the bot');
      else if (to.kind === 'channel') add(id, [address]);
      else add(await people.directChannel(id, false, ask), [`user:${id}`, address]);
    } catch (error) {
      if (error instanceof Fault) throw error;
      unheard(address, wordsOf(error));
    }
  }
  return places;
}
