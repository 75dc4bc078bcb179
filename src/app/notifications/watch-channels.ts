import { type Clock, MINUTE, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Channel } from '../../ports/channel.ts';
import type { PlaceStates } from '../place-states.ts';
import type { ShutdownGroup } from '../shutdown-group.ts';

/** How long a channel may take to connect. */
const PATIENCE = 30 * SECOND;
/** How often a channel that does not work is looked at again, so that it is known to work before somebody needs it. */
const AGAIN_EVERY = MINUTE;

export interface WatchedChannels {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly places: Pick<PlaceStates, 'of'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface ChannelWatch {
  /** One sentence for each channel that does not work, with the next step if there is one. */
  troubles(): readonly string[];
}

/**
 * Connects every channel once and says in the log as whom, or why not: one line each. A channel that fails keeps nobody else from
 * working; it is looked at again until it connects, or until a delivery has gone through.
 */
export function watchChannels(
  running: Pick<ShutdownGroup, 'defer'>,
  { channels, places, clock, log }: WatchedChannels,
): ChannelWatch {
  const ending = new AbortController();
  const failing = new Map<string, { readonly sentence: string; readonly code: string }>();

  async function look(name: string, channel: Channel): Promise<boolean> {
    try {
      const who = await channel.connect(AbortSignal.any([ending.signal, AbortSignal.timeout(PATIENCE)]));
      failing.delete(name);
      log.info(`${name}: ${who}`, { channel: name });
      return true;
    } catch (error) {
      if (ending.signal.aborted) return true;
      const { code, sentence } = troubleOf(error);
      // The same trouble every minute would bury everything else in the log.
      if (failing.get(name)?.sentence !== sentence) {
        log.error(`${name} does not work: ${sentence}`, { channel: name, code });
      }
      failing.set(name, { sentence, code });
      return false;
    }
  }

  async function watch(name: string, channel: Channel): Promise<void> {
    while (!ending.signal.aborted && !(await look(name, channel))) {
      await clock.sleep(AGAIN_EVERY, ending.signal);
      if (places.of(name) === 'works') break;
    }
    failing.delete(name);
  }

  const watching = Promise.all(Object.entries(channels).map(([name, channel]) => watch(name, channel)));
  running.defer(async () => {
    ending.abort();
    await watching;
  });
  return {
    troubles: () => [...failing].map(([name, { sentence, code }]) => `${name} does not work: ${sentence} (${code})`),
  };
}

/** Messages of libraries may hold credentials, so only a `Fault` is repeated (hardening L3). */
function troubleOf(error: unknown): { readonly code: string; readonly sentence: string } {
  if (!(error instanceof Fault)) return { code: 'channel.bug', sentence: 'it failed in a way that nobody expected.' };
  const { code, message, remedy } = error;
  return { code, sentence: remedy === undefined ? `${message}.` : withRemedy(message, remedy) };
}

/** Some remedies are sentences of their own, others continue the one before. */
function withRemedy(message: string, remedy: string): string {
  const link = /^\p{Lu}/u.test(remedy) ? '. ' : ': ';
  const end = /[.?!]$/.test(remedy) ? '' : '.';
  return `${message}${link}${remedy}${end}`;
}
