import { Fault, retold } from '../../kernel/fault.ts';
import type { OpenChannel } from '../../ports/channel.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';

/** How the channel of a further account differs from the one that its code speaks of. */
export interface AccountNames {
  /** `telegram@alarm`. */
  readonly channel: string;
  /** The place that the faults of its code name: `telegram`. */
  readonly service: string;
  /** How remedies name its settings, up to the name of one: `/\bchannels\.telegram\b/g`. */
  readonly settings: RegExp;
}

/** Lets the faults of a channel concern this account alone, and name the settings of its own section. */
export function asAccount({ channel, service, settings }: AccountNames, open: OpenChannel): OpenChannel {
  const renamed = (text: string): string => text.replaceAll(settings, `channels.${channel}`);
  const told = (error: unknown): unknown => {
    if (!(error instanceof Fault)) return error;
    const { message, remedy, place } = error;
    return retold(error, renamed(message), {
      ...(remedy === undefined ? {} : { remedy: renamed(remedy) }),
      ...(place === service ? { place: channel } : {}),
    });
  };
  const through = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    try {
      return await run();
    } catch (error) {
      throw told(error);
    }
  };
  const { hear, mayHear } = open;
  return {
    // Whatever it can do besides: say what bounced, change messages in place.
    ...open,
    deliver: (delivery, signal) => through(() => open.deliver(delivery, signal)),
    connect: (signal) => through(() => open.connect(signal)),
    ...(hear && { hear: (hearing, signal) => through(() => hear(hearing, signal)) }),
    ...(mayHear && { mayHear: (addresses, signal) => through(() => mayHear(addresses, signal)) }),
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  };
}

/** What a further account does not forget; another account of the same service knows other people by the same names. */
export const memoryOf = (channel: string, memory: MemoryStore): MemoryStore => ({
  recall: (key) => memory.recall(`${channel} ${key}`),
  remember: (key, value) => memory.remember(`${channel} ${key}`, value),
});
