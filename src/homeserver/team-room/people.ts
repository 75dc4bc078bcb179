import { type Clock, HOUR } from '../../kernel/clock.ts';
import { serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { Directory } from '../directory.ts';

/** Tells people from bots, appservice users and guests of our own server; a result is reused for an hour. */
export interface People {
  /** The people among these. Users of other servers count as people: only a list of IDs lets them vote at all. */
  among(users: ReadonlySet<UserId>): Promise<ReadonlySet<UserId>>;
}

/** @param serverName our own */
export function makePeople(
  directory: Pick<Directory, 'find'>,
  serverName: string,
  clock: Pick<Clock, 'monotonic'>,
): People {
  const learnt = new Map<UserId, { readonly person: boolean; readonly until: number }>();

  async function isPerson(user: UserId): Promise<boolean> {
    if (serverNameOf(user) !== serverName) return true;
    const earlier = learnt.get(user);
    if (earlier !== undefined && earlier.until > clock.monotonic()) return earlier.person;
    const person = (await directory.find(user)) === 'person';
    learnt.set(user, { person, until: clock.monotonic() + HOUR });
    return person;
  }

  return {
    async among(users) {
      const known = await Promise.all([...users].map(async (user) => [user, await isPerson(user)] as const));
      return new Set(known.filter(([, person]) => person).map(([user]) => user));
    },
  };
}
