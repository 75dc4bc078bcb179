import { type Clock, MINUTE, SECOND } from '../../kernel/clock.ts';
import type { Hearing, Remark } from '../../ports/channel.ts';
import { parseAddress } from './address.ts';
import type { Rooms } from './rooms.ts';
import type { Session } from './session.ts';

/** How often Porter sees to it that it is still in the group chats that it hears. */
const IN_ROOMS_EVERY = 5 * MINUTE;
/** The database could not be written; until it can, the server learns nothing. */
const KEEP_AGAIN_AFTER = 2 * SECOND;
/** Remarks that came before anybody listened, in the moments of the start. */
const MOST_EARLY = 100;

export interface Hears {
  /** Takes a remark in the order in which it came. */
  heard(remark: Remark): void;
  /** Resolves once everything heard so far is on disk: then the server may learn that Porter has it. */
  kept(): Promise<void>;
  /** Stays online and in the group chats among the addresses, until `signal` aborts. Throws `Fault` if it cannot. */
  hear(hearing: Hearing, signal: AbortSignal): Promise<void>;
}

export function makeHears({
  session,
  rooms,
  clock,
}: {
  readonly session: () => Pick<Session, 'get'>;
  readonly rooms: Pick<Rooms, 'enter'>;
  readonly clock: Clock;
}): Hears {
  /** Stays after a fault as well: who was heard before is heard on. */
  let listener: { readonly hearing: Hearing; readonly signal: AbortSignal } | undefined;
  /** Resolves when somebody listens anew. */
  let comes = Promise.withResolvers<void>();
  const early: Remark[] = [];
  let keeping: Promise<void> = Promise.resolve();

  /** While nobody listens it waits. What is not kept is not confirmed, so at the next start the server hands it over again. */
  async function keepAll(remarks: readonly Remark[]): Promise<void> {
    for (;;) {
      if (listener === undefined || listener.signal.aborted) {
        await comes.promise;
        continue;
      }
      const { hearing, signal } = listener;
      try {
        return await hearing.keep(remarks);
      } catch {
        // Whoever watches the database tells of it.
        await clock.sleep(KEEP_AGAIN_AFTER, signal);
      }
    }
  }

  function keep(remarks: readonly Remark[]): void {
    keeping = keeping.then(() => keepAll(remarks));
  }

  return {
    heard(remark) {
      if (listener !== undefined) keep([remark]);
      else if (early.length < MOST_EARLY) early.push(remark);
    },

    kept: () => keeping,

    async hear(hearing, signal) {
      listener = { hearing, signal };
      comes.resolve();
      comes = Promise.withResolvers();
      if (early.length > 0) keep(early.splice(0));
      const chats = hearing.addresses.map(parseAddress).filter(({ kind }) => kind === 'room');
      while (!signal.aborted) {
        try {
          const connection = await session().get(signal);
          for (const { jid } of chats) await rooms.enter(jid, connection, signal);
          hearing.works();
          await Promise.race([connection.ended, clock.sleep(IN_ROOMS_EVERY, signal)]);
        } catch (error) {
          if (!signal.aborted) throw error;
        }
      }
    },
  };
}
