import { type Clock, MINUTE } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { UserId } from '../../kernel/matrix-id.ts';

const LIFE = 15 * MINUTE;
/** Of one user; one more forgets the oldest of them. */
const MOST_OF_USER = 5;
const MOST = 1_000;

/** What a client asked before it proved who asks (Client-Server API, "User-Interactive Authentication API"). */
export interface UiSession {
  readonly user: UserId;
  /** Of the request, with its method: no other one can be finished by this session. */
  readonly operation: string;
  /** Of the new password; undefined if none was kept, because it comes again. */
  readonly hash: string | undefined;
  readonly endOthers: boolean | undefined;
}

export interface UiSessions {
  /** Returns the id of a new session. */
  open(session: UiSession): string;
  /** Undefined for an unknown id, another user's session, another operation, and a session that is too old. */
  find(id: string | undefined, of: Pick<UiSession, 'user' | 'operation'>): UiSession | undefined;
  end(id: string): void;
}

/**
 * Keeps such sessions for 15 minutes. In memory, as nothing else that lives so shortly: after a restart a client is asked for the password
 * again.
 */
export function makeUiSessions({ monotonic }: Pick<Clock, 'monotonic'>, ids: Pick<Ids, 'random'>): UiSessions {
  const open = new Map<string, UiSession & { readonly until: number }>();

  function makeRoomFor(user: UserId): void {
    for (const [id, { until }] of open) {
      // In the order of their end.
      if (until > monotonic()) break;
      open.delete(id);
    }
    const ofUser = [...open].filter(([, session]) => session.user === user).map(([id]) => id);
    const [oldest] = ofUser.length >= MOST_OF_USER ? ofUser : open.size >= MOST ? open.keys() : [];
    if (oldest !== undefined) open.delete(oldest);
  }

  return {
    open(session) {
      makeRoomFor(session.user);
      const id = ids.random(18).toString('base64url');
      open.set(id, { ...session, until: monotonic() + LIFE });
      return id;
    },
    find(id, { user, operation }) {
      const found = id === undefined ? undefined : open.get(id);
      if (found === undefined || found.until <= monotonic()) return undefined;
      return found.user === user && found.operation === operation ? found : undefined;
    },
    end: (id) => void open.delete(id),
  };
}
