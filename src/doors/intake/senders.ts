import { type Clock, MINUTE } from '../../kernel/clock.ts';
import type { Secret } from '../../kernel/secret.ts';
import type { Sender } from '../../notifications/rules/plan.ts';
import type { Bearer } from '../../web/bearer.ts';
import type { JsonCaller } from '../../web/json-route.ts';
import { makeNetworkLimit, type NetworkLimit } from '../../web/limiter.ts';

/** A program that may hand notifications in, as the configuration names it. */
export interface IntakeSender {
  readonly name: string;
  readonly token: Secret;
  /** A topic of ntfy that stands for the token; undefined: none does. */
  readonly topic: Secret | undefined;
  readonly to: readonly string[];
  /** One for all ways in. What comes beyond it is refused for the moment. */
  readonly limit: NetworkLimit;
}

/** Wrong tokens of one network that get the usual response: enough for a program that lost its token and a person who types it anew. */
const WRONG_TOKENS = { count: 30, per: MINUTE };

/** Behind a reverse proxy all programs are of one network; whoever has a right token notices nothing of it. */
export const limitGuesses = (clock: Clock): NetworkLimit => makeNetworkLimit(WRONG_TOKENS, clock);

/** Returns the caller behind each token. */
export const callersOf = (senders: readonly IntakeSender[]): readonly Bearer<Sender & JsonCaller>[] =>
  senders.map(({ name, token, to, limit }) => ({ token, caller: { name, to, limit } }));
