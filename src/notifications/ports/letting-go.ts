import type { Address } from '../rules/address-book.ts';

/** To whom nothing is to go out of what waits: addresses, or everybody on a channel. */
export type LetGo = { readonly addresses: readonly Address[] } | { readonly channel: string };

/** What waits for addresses or is known of them besides deliveries. Both throw `Fault`. */
export interface LettingGo {
  /** How many jobs will tell them what came again or too often. */
  countFolds(to: LetGo): Promise<number>;
  /**
   * Takes them from those jobs, which stay for others, and forgets which messages there may be changed and what digests there told. What is
   * at work at this moment goes on. Resolves with from how many jobs they were taken.
   */
  letGo(to: LetGo, now: number): Promise<number>;
}
