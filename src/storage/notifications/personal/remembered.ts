import { type Kysely, sql } from 'kysely';
import { serviceOf } from '../../../kernel/channel-name.ts';
import type { Tables } from '../../shared/tables.ts';

type One = { readonly channel: string; readonly address: string };

/** How a channel names what it remembers, see `MemoryStore`; a further account has its own name in front. */
const NAME = /^note\.(?:[^ ]+ )?(\w+)\.(person|direct|heard)(?:\.[^:]*)?:(.*)$/s;

/** Returns the names of what channels remember of these addresses. Each leads on: from a name to a number, from there to the chat. */
export async function rememberedOf(on: Kysely<Tables>, addresses: readonly One[]): Promise<readonly string[]> {
  const names = new Set<string>();
  for (let ask = addresses; ask.length > 0; ) {
    const found = await on
      .selectFrom('memory')
      .selectAll()
      .where((eb) => eb.or(ask.map(({ address }) => endsWith(`:${address}`))))
      .execute();
    ask = found.flatMap(({ name, value }): readonly One[] => {
      const [, channel = '', what, address] = NAME.exec(name) ?? [];
      const isTheirs = ask.some((one) => serviceOf(one.channel) === channel && one.address === address);
      if (!isTheirs || names.has(name)) return [];
      names.add(name);
      if (what === 'heard') return [];
      return [{ channel, address: what === 'person' ? `user:${value}` : value }];
    });
  }
  return [...names];
}

const endsWith = (end: string) => sql<boolean>`substr(name, length(name) - length(cast(${end} as text)) + 1) = ${end}`;
