import { type Clock, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import { makeLazy } from '../../kernel/lazy.ts';
import type { Logger } from '../../kernel/log.ts';
import { startLimit } from '../../kernel/time-limit.ts';
import { done, type JobResult, refused } from '../../outbox/job.ts';
import type { Bounce, Delivery, OpenChannel } from '../../ports/channel.ts';
import { parseAddress, type XmppAddress } from './address.ts';
import { classifyRefusal, roomFault, type StanzaRefusal, xmppFault } from './classify.ts';
import { type ResolveSrv, resolveSrv } from './find-servers.ts';
import { render } from './render.ts';
import type { Rooms } from './rooms.ts';
import type { XmppAccount } from './section.ts';

/** Milliseconds for one attempt, apart from the time in which an error may come. */
const ATTEMPT_MS = 40 * SECOND;

export interface XmppNeeds {
  readonly account: XmppAccount;
  readonly clock: Clock;
  readonly log: Logger;
  readonly resolveSrv?: ResolveSrv;
  /** May a password go to this address without TLS? Unless told, to this machine alone. */
  readonly trustsClearText?: (address: string) => boolean;
}

/** Loads the library. */
async function load(needs: XmppNeeds, onBounce: (bounce: Bounce) => void) {
  const [{ makeSession }, { makeSends }, { makeRooms }, { messageStanza }, { makeHears }, { readMessage }] =
    await Promise.all([
      import('./session.ts'),
      import('./sends.ts'),
      import('./rooms.ts'),
      import('./stanzas.ts'),
      import('./hears.ts'),
      import('./read-message.ts'),
    ]);
  const { account, clock } = needs;
  const rooms = makeRooms(account.username, clock);
  const sends = makeSends({ clock, onBounce, isOwn: rooms.isOwn });
  const hears = makeHears({ session: () => session, rooms, clock });
  const own = ownAddress(account);
  const readNeeds = { own, isOwn: rooms.isOwn, givesOccupantIds: rooms.givesOccupantIds };
  const session = makeSession({
    ...{ account, clock, log: needs.log, resolveSrv: needs.resolveSrv ?? resolveSrv },
    trustsClearText: needs.trustsClearText ?? ((address) => isLoopback(address.replace(/^::ffff:/, ''))),
    events: {
      stanza(stanza) {
        rooms.heard(stanza);
        sends.heard(stanza);
        const remark = readMessage(stanza, { ...readNeeds, now: clock.now() });
        if (remark !== undefined) hears.heard(remark);
      },
      kept: hears.kept,
      acknowledged: sends.acknowledged,
      lost: sends.lost,
    },
    fresh() {
      rooms.forget();
      sends.fresh();
    },
  });
  return { rooms, sends, session, hears, messageStanza };
}

const ownAddress = ({ username, domain }: XmppAccount): string => `${username}@${domain}`.toLowerCase();

/** Opens the channel XMPP. It logs in for the first delivery and then stays online. */
export function openXmpp(needs: XmppNeeds): OpenChannel {
  const { account, clock } = needs;
  const own = ownAddress(account);
  let told: (bounce: Bounce) => void = () => undefined;
  let isOwn: Rooms['isOwn'] = () => false;
  const loaded = makeLazy(async () => {
    const parts = await load(needs, (bounce) => told(bounce));
    isOwn = parts.rooms.isOwn;
    return parts;
  });

  async function attempt(delivery: Delivery, signal: AbortSignal): Promise<JobResult> {
    const { rooms, sends, session, messageStanza } = await loaded.get();
    const address = parseAddress(delivery.address);
    const connection = await session.get(signal);
    if (address.kind === 'room') await rooms.enter(address.jid, connection, signal);
    const stanza = messageStanza(address, delivery.id, render(delivery));
    const verdict = await sends.send({ id: delivery.id, address, stanza }, connection, signal);
    switch (verdict.kind) {
      case 'arrived':
        return done({ id: verdict.id ?? delivery.id, words: `acknowledged by ${account.domain}` });
      case 'refused':
        if (address.kind === 'room') rooms.forget(address.jid);
        return afterRefusal(address, verdict.error);
      case 'lost':
        throw uncertain('The connection to the XMPP server broke before it acknowledged the message', 'person');
    }
  }

  return {
    onBounce(listener) {
      told = listener;
    },

    async deliver(delivery, signal) {
      using limit = startLimit(clock, ATTEMPT_MS, signal);
      try {
        return await attempt(delivery, limit.signal);
      } catch (error) {
        if (error instanceof Fault || !limit.signal.aborted) throw error;
        const { sends, session } = await loaded.get();
        const waits = sends.waitsFor(delivery.id);
        if (waits === undefined) throw tooSlow();
        if (waits === 'proof')
          throw uncertain('The server has the message, but nothing shows that it arrived', 'person');
        const fault = uncertain('The XMPP server did not acknowledge a message in time', 'channel');
        // A connection on which nothing comes back looks whole. A new one goes on with the session, or shows that it is gone.
        if (limit.isUp) session.current?.drop(fault);
        throw fault;
      }
    },

    async hear(hearing, signal) {
      await (await loaded.get()).hears.hear(hearing, signal);
    },

    wrote: ({ at: [where], person, name }) => person === own || isOwn(`${where.replace(/\?join$/, '')}/${name}`),

    async connect(signal) {
      const { session } = await loaded.get();
      if (session.current) return `connected as ${session.current.jid}`;
      await session.tryLogin(signal);
      return `connected as ${account.username}@${account.domain}`;
    },

    async [Symbol.asyncDispose]() {
      await (await loaded.peek())?.session[Symbol.asyncDispose]();
    },
  };
}

function afterRefusal({ kind }: XmppAddress, error: StanzaRefusal): JobResult {
  if (kind === 'room') {
    // Put out of it without a word, e.g. by a restart of the server. The next attempt enters it again, or learns why it cannot.
    throw roomFault(error.condition === 'not-acceptable' ? { ...error, type: 'wait' } : error);
  }
  const result = classifyRefusal(error);
  if (result instanceof Fault) throw result;
  return refused(result.refused);
}

const uncertain = (message: string, scope: 'person' | 'channel'): Fault =>
  xmppFault(message, { code: 'xmpp.uncertain', retryable: true, scope, outcome: 'unknown' });

const tooSlow = (): Fault =>
  xmppFault('The XMPP server takes messages too slowly', { code: 'xmpp.slow', retryable: true, scope: 'person' });
