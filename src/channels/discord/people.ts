import { isObject } from '../../kernel/is-object.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import { type Ask, idIn } from './messages.ts';
import { RequestFailed } from './request-failed.ts';

/** Servers that are looked through for a name; as many as one page of the list has. */
const MOST_SERVERS = 200;
/** Members of one server whose name begins alike; the service's most. */
const MOST_MEMBERS = 1_000;

/** Finds people and the channel in which the bot writes to each. */
export interface People {
  /**
   * The id of the person with exactly this user name; undefined if nobody on the bot's servers has it. Once found, a name stays with
   * its person, also after a restart: people rename themselves, and names are taken over by others.
   *
   * @param number what stands behind the `#` of a bot's name; '' for people
   */
  find(name: string, number: string, ask: Ask): Promise<string | undefined>;
  /** The id of the direct channel with a person, opened where necessary. @param anew forgets the one that is known */
  directChannel(userId: string, anew: boolean, ask: Ask): Promise<string>;
}

export function makePeople(memory: MemoryStore): People {
  const known = new Map<string, string>();

  async function recall(key: string): Promise<string | undefined> {
    const value = known.get(key) ?? (await memory.recall(key));
    if (value !== undefined) known.set(key, value);
    return value;
  }
  async function remember(key: string, value: string): Promise<void> {
    known.set(key, value);
    await memory.remember(key, value);
  }

  return {
    async find(name, number, ask) {
      const key = `discord.person:${number === '' ? name : `${name}#${number}`}`;
      const before = await recall(key);
      if (before !== undefined) return before;
      const servers = listIn(
        await ask({ method: 'get', path: '/users/@me/guilds', query: { limit: String(MOST_SERVERS) } }),
      );
      for (const { id } of servers) {
        const found = (await search(String(id), name, ask)).find((user) => isCalled(user, name, number));
        if (found === undefined) continue;
        await remember(key, String(found['id']));
        return String(found['id']);
      }
      return undefined;
    },

    async directChannel(userId, anew, ask) {
      const key = `discord.direct:user:${userId}`;
      const before = anew ? undefined : await recall(key);
      if (before !== undefined) return before;
      const id = idIn(await ask({ method: 'post', path: '/users/@me/channels', body: { recipient_id: userId } }));
      await remember(key, id);
      return id;
    },
  };
}

type Item = Readonly<Record<string, unknown>>;

const listIn = (response: unknown): readonly Item[] => (Array.isArray(response) ? response.filter(isObject) : []);

/** Users of a server whose user name or name there begins like this. */
async function search(serverId: string, name: string, ask: Ask): Promise<readonly Item[]> {
  try {
    const members = await ask({
      method: 'get',
      path: `/guilds/${serverId}/members/search`,
      // Without a limit the service answers with one member, who may be a namesake.
      query: { query: name, limit: String(MOST_MEMBERS) },
    });
    return listIn(members)
      .map(({ user }) => user)
      .filter(isObject);
  } catch (error) {
    // The bot has left that server meanwhile, or may not search: the others may have the person.
    if (
      error instanceof RequestFailed &&
      error.failure.kind === 'response' &&
      [403, 404].includes(error.failure.status)
    )
      return [];
    throw error;
  }
}

/** People have had no number since 2023: theirs is absent or "0". */
function isCalled({ username, discriminator }: Item, name: string, number: string): boolean {
  const its = typeof discriminator === 'string' && discriminator !== '0' ? discriminator : '';
  return typeof username === 'string' && username.toLowerCase() === name && its === number;
}
