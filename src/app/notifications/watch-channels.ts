import { type Clock, MINUTE, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import type { PausedPlace } from '../../outbox/outbox.ts';
import type { Channel } from '../../ports/channel.ts';
import type { WatchedChannelStates } from '../channel-states.ts';
import { troubleInWords } from '../place-states.ts';
import type { ShutdownGroup } from '../shutdown-group.ts';

/** How long a channel may take to connect. */
const PATIENCE = 30 * SECOND;
/** How often a channel of which nothing good is known is looked at, so that it is known to work before somebody needs it. */
const AGAIN_EVERY = MINUTE;

export interface WatchedChannels {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly states: WatchedChannelStates;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface ChannelWatch {
  /** One sentence for each channel that could not be connected to, with the next step if there is one. */
  troubles(): readonly string[];
}

/**
 * Connects every channel at the start and says in the log as whom, or why not: one line each. A channel that fails keeps nobody else from
 * working; it is looked at again until it connects, or until a delivery has shown whether it works. Where a stop ended and no delivery
 * has shown why, it is looked at as well.
 */
export function watchChannels(
  running: Pick<ShutdownGroup, 'defer'>,
  { channels, states, clock, log }: WatchedChannels,
): ChannelWatch {
  const ending = new AbortController();
  const failing = new Map<string, PausedPlace>();

  async function look(name: string, channel: Channel): Promise<void> {
    try {
      const who = await channel.connect(AbortSignal.any([ending.signal, AbortSignal.timeout(PATIENCE)]));
      failing.delete(name);
      log.info(`${name}: ${who}`, { channel: name });
      states.hear(name, 'works');
    } catch (error) {
      if (ending.signal.aborted) return;
      const before = failing.get(name);
      const trouble = { ...troubleOf(error), place: name, since: before?.since ?? clock.now() };
      // The same trouble every minute would bury everything else in the log.
      if (before === undefined || troubleInWords(before) !== troubleInWords(trouble)) {
        log.error(`${name} does not work: ${troubleInWords(trouble)}`, { channel: name, code: trouble.code });
      }
      failing.set(name, trouble);
      states.hear(name, trouble);
    }
  }

  async function watch(name: string, channel: Channel): Promise<void> {
    while (!ending.signal.aborted) {
      if (states.asksToConnect(name)) await look(name, channel);
      else failing.delete(name);
      await clock.sleep(AGAIN_EVERY, ending.signal);
    }
  }

  const watching = Promise.all(Object.entries(channels).map(([name, channel]) => watch(name, channel)));
  running.defer(async () => {
    ending.abort();
    await watching;
  });
  return {
    troubles: () =>
      // What deliveries show is told by the outbox.
      [...failing.values()]
        .filter(({ place }) => states.asksToConnect(place))
        .map((one) => `${one.place} does not work: ${troubleInWords(one)} (${one.code})`),
  };
}

/** Messages of libraries may hold credentials, so only a `Fault` is repeated (hardening L3). */
export function troubleOf(error: unknown): Omit<PausedPlace, 'place' | 'since'> {
  if (error instanceof Fault) {
    const { code, message: sentence, remedy, retryable: passing } = error;
    return { code, sentence, remedy, passing };
  }
  const sentence = 'it failed in a way that nobody expected';
  return { code: 'channel.bug', sentence, remedy: undefined, passing: false };
}
