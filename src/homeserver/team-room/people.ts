import { type Clock, MINUTE } from '../../kernel/clock.ts';
import { fewAtATime } from '../../kernel/few-at-a-time.ts';
import { serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { Barred, Directory } from '../directory.ts';

/** What the homeserver says about the account behind a member. `stranger`: of another server, which ours cannot ask. */
export type Behind = 'person' | 'machine' | 'stranger' | 'nobody' | Barred;

/**
 * Tells people who can act from bots, appservice users, guests and accounts that are closed, locked or suspended. Users of other
 * servers count as people: only a list of IDs lets them vote at all.
 */
export interface People {
  /** Asks about each of them: for a vote that counts, so that an account that was locked a moment ago has no say. */
  now(users: ReadonlySet<UserId>): Promise<ReadonlySet<UserId>>;
  /** The same, from results that are up to ten minutes old: good enough to show. */
  lately(users: ReadonlySet<UserId>): Promise<ReadonlySet<UserId>>;
}

const KNOWN_FOR = 10 * MINUTE;

/** @param serverName our own */
export function makePeople(
  directory: Pick<Directory, 'find'>,
  serverName: string,
  clock: Pick<Clock, 'monotonic'>,
): People {
  const learnt = new Map<UserId, { readonly behind: Behind; readonly until: number }>();

  async function ask(user: UserId): Promise<Behind> {
    const behind = await behindUser(directory, serverName, user);
    learnt.set(user, { behind, until: clock.monotonic() + KNOWN_FOR });
    return behind;
  }

  async function recall(user: UserId): Promise<Behind> {
    const earlier = learnt.get(user);
    return earlier !== undefined && earlier.until > clock.monotonic() ? earlier.behind : await ask(user);
  }

  const among = (tell: (user: UserId) => Promise<Behind>) => async (users: ReadonlySet<UserId>) => {
    const told = await fewAtATime(users, async (user) => [user, await tell(user)] as const);
    return new Set(told.filter(([, behind]) => isPerson(behind)).map(([user]) => user));
  };
  return { now: among(ask), lately: among(recall) };
}

export const isPerson = (behind: Behind): boolean => behind === 'person' || behind === 'stranger';

/** Asks the homeserver about one member. Throws `Fault`. */
export async function behindUser(
  directory: Pick<Directory, 'find'>,
  serverName: string,
  user: UserId,
): Promise<Behind> {
  if (serverNameOf(user) !== serverName) return 'stranger';
  const found = await directory.find(user);
  return found === undefined ? 'nobody' : (found.barred ?? found.kind);
}
