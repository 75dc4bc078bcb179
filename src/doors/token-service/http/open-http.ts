import { SECOND } from '../../../kernel/clock.ts';
import type { HostPort } from '../../../kernel/host-port.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { Logger } from '../../../kernel/log.ts';
import type { Secret } from '../../../kernel/secret.ts';
import type { Caller, CallerPolicy } from '../../../meetings/settings.ts';
import { openJsonDoor } from '../../../web/json-door.ts';
import type { JsonCaller } from '../../../web/json-route.ts';
import { makeNetworkLimit } from '../../../web/limiter.ts';
import type { OpenListener } from '../../../web/listener.ts';
import { makeSayRefusal } from './say-refusal.ts';
import { makeTokenRoutes, type TokenRouteNeeds } from './token-routes.ts';

/** A program that may ask, as the configuration names it. */
export interface HttpCaller {
  readonly name: string;
  readonly token: Secret;
  readonly policy: CallerPolicy;
  readonly requestsPerSecond: number;
}

export interface TokenHttpNeeds extends TokenRouteNeeds {
  readonly listen: HostPort;
  readonly callers: readonly HttpCaller[];
  readonly ids: Ids;
  readonly log: Logger;
}

/** Programs ask now and then, and their client libraries keep connections for a minute. */
const KEEP_ALIVE = 65 * SECOND;

/**
 * Prosody asks for the public keys while it loads its hosts: it connects, goes on loading, and sends its request ten seconds later or
 * more. If it gets no keys then, nobody is let in until it tries again. Connections that say nothing for so long are few.
 */
const PATIENCE = { headersWithin: 30 * SECOND, requestWithin: 36 * SECOND, freshConnections: 200 };

/**
 * Serves tokens and invitations for programs, and the public keys for servers that check tokens; `openapi.json` beside this file
 * describes all of it. Throws `Fault` when it cannot listen.
 */
export function openTokenHttp(needs: TokenHttpNeeds): Promise<OpenListener> {
  const { listen, callers, clock, ids, log } = needs;
  return openJsonDoor<Caller & JsonCaller>({
    ...{ listen, clock, ids, log: log.with({ part: 'token-http' }) },
    routes: makeTokenRoutes(needs),
    callers: callers.map(({ name, token, policy, requestsPerSecond }) => ({
      token,
      caller: {
        ...{ name: `http ${name}`, kind: 'program', policy },
        limit: makeNetworkLimit({ count: requestsPerSecond, per: SECOND }, clock),
      },
    })),
    sayRefusal: makeSayRefusal(clock),
    limits: { keepAlive: KEEP_ALIVE, silentFor: KEEP_ALIVE + 5 * SECOND, ...PATIENCE },
  });
}
