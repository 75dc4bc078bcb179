import { SECOND } from '../../kernel/clock.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Sender } from '../../notifications/rules/plan.ts';
import { openJsonDoor } from '../../web/json-door.ts';
import type { JsonCaller } from '../../web/json-route.ts';
import type { NetworkLimit } from '../../web/limiter.ts';
import type { OpenListener } from '../../web/listener.ts';
import { type IntakeRouteNeeds, intakeRoutes } from './intake-routes.ts';
import { sayRefusal } from './native.ts';
import { callersOf } from './senders.ts';

export interface IntakeNeeds extends IntakeRouteNeeds {
  readonly listen: HostPort;
  /** Wrong tokens of one network, made by `limitGuesses`; the same at every door. */
  readonly guesses: NetworkLimit;
  readonly ids: Ids;
  readonly log: Logger;
}

/** Programs that notify often keep their connection. */
const KEEP_ALIVE = 65 * SECOND;

/** Opens the listener on which programs hand notifications in. Throws `Fault` when it cannot listen. */
export async function openIntake({ listen, guesses, ids, log, ...needs }: IntakeNeeds): Promise<OpenListener> {
  const callers = callersOf(needs.senders);
  const closing = new AbortController();
  const door = await openJsonDoor<Sender & JsonCaller>({
    ...{ listen, callers, guesses, sayRefusal },
    ...{ clock: needs.clock, ids, log: log.with({ part: 'intake' }) },
    routes: intakeRoutes(needs, callers, closing.signal),
    limits: { keepAlive: KEEP_ALIVE, silentFor: KEEP_ALIVE + 5 * SECOND },
  });
  return {
    port: door.port,
    async [Symbol.asyncDispose]() {
      closing.abort();
      await door[Symbol.asyncDispose]();
    },
  };
}
