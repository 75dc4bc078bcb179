import { type Clock, MINUTE, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { makeLazy } from '../../kernel/lazy.ts';
import type { Logger } from '../../kernel/log.ts';
import { orAborted } from '../../kernel/or-aborted.ts';
import type { Hearing, OpenChannel } from '../../ports/channel.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import { gatewayUrl, intentsFor, isTrusted } from './ask-gateway.ts';
import { findPlaces } from './find-places.ts';
import { type GatewayNeeds, loadGateway } from './gateway.ts';
import { gatewayFault } from './gateway-fault.ts';
import { makeKeepHeard } from './keep-heard.ts';
import { type Line, makeLine } from './line.ts';
import type { Ask } from './messages.ts';
import type { People } from './people.ts';
import { RequestFailed } from './request-failed.ts';

/** The service takes back the token of a bot that begins a session more than a thousand times in a day. */
const LONGEST_PAUSE = 5 * MINUTE;
/** A connection that lasted so long was a good one. */
const LASTED = 10 * MINUTE;

export interface HearsNeeds {
  readonly asBot: (signal: AbortSignal) => Ask;
  readonly token: () => string;
  /** Where the API answers. */
  readonly api: string;
  readonly people: People;
  readonly memory: MemoryStore;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'debug' | 'warn'>;
  /** As in `FindPlacesNeeds`. */
  readonly wordsOf: (error: unknown) => string;
}

/**
 * Makes `hear`: the gateway says what is written now, and the channels themselves hold what was written before. The gateway takes no
 * acknowledgement, so Porter notes for each channel which message it has kept, and after each new session reads on from there. A session
 * that a broken connection left behind is gone on with: the gateway then says again what came meanwhile.
 */
export function makeHear(needs: HearsNeeds): NonNullable<OpenChannel['hear']> {
  const { clock, wordsOf } = needs;
  const log = { debug: needs.log.debug.bind(needs.log), warn: warnOnce(needs.log) };
  const library = makeLazy(loadGateway);
  let attempts = 0;

  /** Waits longer from connection to connection, until one has lasted. */
  async function pause(signal: AbortSignal): Promise<void> {
    if (attempts > 0) await clock.sleep(Math.min(LONGEST_PAUSE, SECOND * 2 ** Math.min(attempts - 1, 10)), signal);
    attempts += 1;
  }
  function lasted(ms: number): void {
    if (ms >= LASTED) attempts = 0;
  }

  return async (hearing, signal) => {
    const ending = new AbortController();
    const line = makeLine(AbortSignal.any([signal, ending.signal]));
    try {
      const { openGateway } = await library.get();
      await hearAll({ ...needs, log }, { hearing, line, signal, openGateway, pause, lasted });
    } catch (error) {
      if (signal.aborted) return;
      throw error instanceof RequestFailed ? refusal(error) : error;
    } finally {
      ending.abort();
      await line.done();
    }
  };

  /** What a failed request means where it concerns no single channel or person. Throws `Fault` where it is more than a refusal. */
  function refusal(error: RequestFailed): Fault {
    return new Fault('Discord refuses the bot', {
      ...{ code: 'discord.refused', retryable: false, scope: 'channel', words: wordsOf(error) },
    });
  }
}

/** The same is found again with each new session, and would bury everything else in the log. */
function warnOnce(log: Pick<Logger, 'warn'>): Logger['warn'] {
  const told = new Set<string>();
  return (message, fields) => {
    const line = JSON.stringify([message, fields]);
    if (!told.has(line)) log.warn(message, fields);
    told.add(line);
  };
}

interface Hears {
  readonly hearing: Hearing;
  /** What was heard is kept in it, one after the other. */
  readonly line: Line;
  readonly signal: AbortSignal;
  readonly openGateway: Awaited<ReturnType<typeof loadGateway>>['openGateway'];
  readonly pause: (signal: AbortSignal) => Promise<void>;
  readonly lasted: (ms: number) => void;
}

/** Connects again and again. Throws what has to be told: nobody is heard until somebody calls again. */
async function hearAll(
  needs: HearsNeeds,
  { hearing, line, signal, openGateway, pause, lasted }: Hears,
): Promise<never> {
  const { api, people, clock, log, wordsOf } = needs;
  const ask = needs.asBot(signal);
  const { heard, hearAt, catchUp } = makeKeepHeard({ ...needs, keep: hearing.keep, ask, line, signal });
  const common = { message: heard, clock, intents: intentsFor(hearing.addresses) };
  const trusts = (url: string): boolean => isTrusted(url, api);
  let url = '';
  let session: GatewayNeeds['session'];

  for (;;) {
    await pause(signal);
    signal.throwIfAborted();
    const isNew = session === undefined;
    if (isNew) {
      hearAt(await findPlaces(hearing.addresses, { people, ask, log, wordsOf }));
      url = await gatewayUrl(ask, api);
    }
    const connection = openGateway({ ...common, url, trusts, session, token: needs.token() });
    const began = clock.monotonic();
    // What comes in from now on waits in the line behind it.
    line.add(async () => {
      if (!(await connection.ready)) return;
      if (isNew) await catchUp();
      hearing.works();
    });
    try {
      const end = await orAborted(Promise.race([connection.ended, line.failed]), signal);
      const fault = gatewayFault(end, new URL(url).host);
      log.debug('discord: the connection to the gateway ended', { fault, resumes: end.session !== undefined });
      if (!fault.retryable || (isNew && !(await connection.ready))) throw fault;
      session = end.session;
    } finally {
      lasted(clock.monotonic() - began);
      await connection.close();
    }
  }
}
