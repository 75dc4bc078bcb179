import { type Clock, HOUR } from '../../kernel/clock.ts';
import { serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import { refusalOf } from '../refusal.ts';
import { parseAccount } from '../synapse/account-calls.ts';

/** Tells people from bots, appservice users and guests of our own server; what was learnt holds for an hour. */
export interface People {
  /** The people among these. Users of other servers count as people: only a list of IDs lets them vote at all. */
  among(users: ReadonlySet<UserId>): Promise<ReadonlySet<UserId>>;
}

export function makePeople(client: HomeserverClient, clock: Pick<Clock, 'monotonic'>): People {
  const learnt = new Map<UserId, { readonly person: boolean; readonly until: number }>();

  async function isPerson(user: UserId): Promise<boolean> {
    if (serverNameOf(user) !== client.serverName) return true;
    const earlier = learnt.get(user);
    if (earlier !== undefined && earlier.until > clock.monotonic()) return earlier.person;
    const answer = await client.ask('GET', `/_synapse/admin/v2/users/${encodeURIComponent(user)}`);
    if (answer.status !== 404 && answer.status >= 300) throw refusalOf(answer);
    const person = answer.status !== 404 && parseAccount(answer.body).person;
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
