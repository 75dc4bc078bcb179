import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Clock } from '../kernel/clock.ts';

/** `count` at once, and no more than that within `per` milliseconds from the first. */
export interface NetworkLimitSettings {
  readonly count: number;
  readonly per: number;
}

export type Taken =
  | { readonly ok: true; giveBack(): Promise<void> }
  /** `at`: epoch milliseconds from which on it may be tried again. */
  | { readonly ok: false; readonly at: number };

export interface NetworkLimit {
  /** @param network whom to count, e.g. a network as `networkOf` writes it; undefined when that is not known: always passes */
  take(network: string | undefined): Promise<Taken>;
}

const free: Taken = { ok: true, giveBack: async () => {} };

/** Counts in memory, so a restart forgets the counts. Limits that must survive a restart are rows, kept by the use cases. */
export function makeNetworkLimit(settings: NetworkLimitSettings, clock: Clock): NetworkLimit {
  const limiter = new RateLimiterMemory({ points: settings.count, duration: Math.max(0.001, settings.per / 1_000) });

  return {
    async take(network) {
      if (network === undefined) return free;
      try {
        await limiter.consume(network);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return { ok: false, at: clock.now() + Math.max(1_000, refused.msBeforeNext) };
      }
      return {
        ok: true,
        async giveBack() {
          const left = await limiter.reward(network);
          // A counter at zero would only cost memory.
          if (left.consumedPoints <= 0) await limiter.delete(network);
        },
      };
    },
  };
}
