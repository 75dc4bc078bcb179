import type { Clock } from '../../kernel/clock.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Secret } from '../../kernel/secret.ts';
import { basicTexts, bearerToken } from '../../web/bearer.ts';
import { openJsonDoor } from '../../web/json-door.ts';
import type { AskedHead, JsonCaller, JsonRoute } from '../../web/json-route.ts';
import type { OpenListener } from '../../web/listener.ts';
import { type CheckNeeds, makeCheckRoute, sayCheckRefusal } from './check-route.ts';
import { identityDocument } from './describe.ts';
import { type LookUpNeeds, makeLookUpRoutes } from './look-up-routes.ts';
import { sayIdentityRefusal } from './say-refusal.ts';

/** A homeserver or an identity server, as the configuration names it. */
export interface IdentityClient {
  readonly name: string;
  readonly secret: Secret;
}

export interface IdentityApiNeeds extends CheckNeeds, LookUpNeeds {
  readonly listen: HostPort;
  /** Who may ask; empty: whoever reaches the listener. */
  readonly clients: readonly IdentityClient[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}

type Route = JsonRoute<JsonCaller>;
type Respond = Extract<Route, { readonly open: true }>['respond'];

const BULK_BYTES = 2 * 1024 * 1024;

/**
 * Opens the listener that the homeserver asks for passwords and the identity server for people. There is no limit per address: everything
 * comes from one. Throws `Fault` when it cannot listen.
 */
export function openIdentityApi(needs: IdentityApiNeeds): Promise<OpenListener> {
  const { listen, clients, clock, ids, log } = needs;
  return openJsonDoor<JsonCaller>({
    ...{ listen, clock, ids, log: log.with({ part: 'identity-api' }), sayRefusal: sayIdentityRefusal },
    routes: identityRoutes(needs),
    callers: clients.map(({ name, secret }) => ({ token: secret, caller: { name } })),
  });
}

/** Every route of the door. `identityDocument` describes the same. */
export function identityRoutes(needs: CheckNeeds & LookUpNeeds & Pick<IdentityApiNeeds, 'clients'>): readonly Route[] {
  const guarded = needs.clients.length > 0;
  const post = (path: string, respond: Respond, more: Partial<Pick<Route, 'bodyBytes' | 'sayRefusal'>> = {}): Route =>
    // Whatever stands in front: old set-ups had a folder there, and a secret may.
    ({ method: 'POST', path: `*${path}`, respond, ...more, ...(guarded ? { tokens: shownBy(path) } : { open: true }) });

  const check = makeCheckRoute(needs);
  const { directory, single, bulk, profile } = makeLookUpRoutes(needs);
  const says = { sayRefusal: sayCheckRefusal };
  const moduleRoute = '/_matrix-internal/identity/v1/check_credentials';
  return [
    post(moduleRoute, check, says),
    post(`${moduleRoute}/`, check, says),
    ...['/_ma1sd', '/_mxisd'].flatMap((server) => {
      const under = `${server}/backend/api/v1`;
      return [
        post(`${under}/auth/login`, check, says),
        post(`${under}/directory/user/search`, directory('results')),
        post(`${under}/identity/single`, single),
        post(`${under}/identity/bulk`, bulk, { bodyBytes: BULK_BYTES }),
        ...['displayName', 'threepids', 'roles'].map((asked) => post(`${under}/profile/${asked}`, profile)),
      ];
    }),
    post('/internal/login.php', check, says),
    post('/internal/directory_search.php', directory('results', 'result')),
    post('/internal/identity_single.php', single),
    post('/internal/identity_bulk.php', bulk, { bodyBytes: BULK_BYTES }),
    { method: 'GET', path: '/v1/openapi.json', open: true, respond: () => ({ status: 200, body: identityDocument }) },
  ];
}

/** Where a client may show its secret: HTTP Basic, a bearer token, or the folder in front of the path. */
const shownBy =
  (path: string) =>
  ({ headers: { authorization }, path: asked }: AskedHead): readonly string[] => {
    const folder = asked.slice(1, -path.length);
    return [...basicTexts(authorization), ...bearerToken(authorization), ...(folder === '' ? [] : [folder])];
  };
