import { type Clock, MINUTE } from '../kernel/clock.ts';
import { digestOf } from '../kernel/digest-of.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Localpart } from '../kernel/matrix-id.ts';
import type { ProvedOwner, Session, SessionStore } from './ports.ts';
import { isAlive, type SessionLife } from './rules/session-life.ts';

/** 256 bits. */
const SECRET_BYTES = 32;
const LONGEST_AGENT = 200;
/** A session that was used within this time is not written to again. */
const NOTED_EVERY = MINUTE;

/** In which browsers people are signed in. All of it throws `Fault` when the database cannot be used. */
export interface Sessions {
  readonly life: SessionLife;
  /** Begins one. @returns its secret, which only the browser keeps */
  begin(owner: ProvedOwner, agent: string): Promise<string>;
  /** The session of a secret, if it still counts; notes that it is used. */
  find(secret: string): Promise<Session | undefined>;
  /** Gives it another secret, because a new password was set in it. @param passwordSetAt when, epoch milliseconds @returns the secret */
  renew(session: Session, passwordSetAt: number): Promise<string>;
  /** Those of the same account that still count, the latest first. */
  list(localpart: Localpart): Promise<readonly Session[]>;
  end(localpart: Localpart, id: string): Promise<void>;
  endOthers(session: Session): Promise<void>;
}

export interface SessionsNeeds {
  readonly store: SessionStore;
  readonly life: SessionLife;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
}

export function makeSessions({ store, life, clock, ids }: SessionsNeeds): Sessions {
  const newSecret = () => ids.random(SECRET_BYTES).toString('base64url');
  return {
    life,

    async begin({ localpart, passwordSetAt }, agent) {
      const [secret, at] = [newSecret(), clock.now()];
      const times = { beganAt: at, passwordSetAt, usedAt: at };
      await store.add({ id: ids.next(), localpart, ...times, agent: agent.slice(0, LONGEST_AGENT) }, digestOf(secret));
      return secret;
    },

    async find(secret) {
      const [found, now] = [await store.find(digestOf(secret)), clock.now()];
      if (found === undefined || !isAlive(found, life, now)) return undefined;
      if (Math.abs(now - found.session.usedAt) >= NOTED_EVERY) await store.used(found.session.id, now);
      return found.session;
    },

    async renew({ id }, passwordSetAt) {
      const secret = newSecret();
      await store.renew(id, digestOf(secret), { at: clock.now(), passwordSetAt });
      return secret;
    },

    async list(localpart) {
      const now = clock.now();
      return (await store.list(localpart)).flatMap((found) => (isAlive(found, life, now) ? [found.session] : []));
    },

    end: (localpart, id) => store.end(localpart, id),
    endOthers: ({ localpart, id }) => store.endOthers(localpart, id),
  };
}
