import type { LookUps } from '../../accounts/look-up.ts';
import { jsonObjectIn } from '../../kernel/ask-address.ts';
import { isObject } from '../../kernel/is-object.ts';
import { userIdOf } from '../../kernel/matrix-id.ts';
import { HttpProblem } from '../../web/http-problem.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { Asked } from '../../web/json-route.ts';
import type { NetworkLimit } from '../../web/limiter.ts';
import { readObject } from '../../web/read-json.ts';
import { accessToken, tokenMissing } from './access-token.ts';
import { type AskHomeserver, homeserverAway } from './ask-homeserver.ts';
import { findCaller } from './find-caller.ts';

export interface UserDirectoryRouteNeeds {
  readonly serverName: string;
  readonly ask: AskHomeserver;
  readonly lookUps: Pick<LookUps, 'byName'>;
  /** Searches per network, so that nobody tries tokens out here. */
  readonly searchesPerNetwork: NetworkLimit;
  /** Searches per user; clients send one for each few letters typed. */
  readonly searchesPerUser: NetworkLimit;
}

/** What a homeserver returns unless told, and at most (Client-Server API, "User Directory"; measured at Synapse). */
const USUAL = 10;
const MOST = 50;

interface Found {
  readonly user_id: string;
  readonly [key: string]: unknown;
}

/**
 * Searches people for a Matrix client: those who agreed to be found by name here, and behind them whom the homeserver found. Somebody
 * whom both found is told as the homeserver does, which has the picture. Its refusals are passed on.
 */
export function makeUserDirectoryRoute(needs: UserDirectoryRouteNeeds) {
  const { serverName, ask, lookUps, searchesPerNetwork, searchesPerUser } = needs;

  async function count(limit: NetworkLimit, whom: string | undefined): Promise<void> {
    const taken = await limit.take(whom);
    if (!taken.ok) throw new HttpProblem('too-many', { at: taken.at });
  }

  return async (asked: Asked): Promise<JsonResponse> => {
    await count(searchesPerNetwork, asked.network);
    const token = accessToken(asked);
    if (token === undefined) return tokenMissing;
    const userAgent = asked.headers['user-agent'];
    const found = await findCaller(ask, { token, userAgent }, serverName);
    if (!found.ok) return found.response;
    await count(searchesPerUser, found.caller.userId);

    const { search_term: term, limit: wanted = USUAL } = await readObject(asked);
    if (typeof term !== 'string') return no('M_MISSING_PARAM', 'search_term is missing');
    if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 0)
      return no('M_INVALID_PARAM', 'limit must be a whole number');
    const limit = Math.min(wanted, MOST);

    const body = JSON.stringify({ search_term: term, limit });
    const [theirs, { accounts, limited }] = await Promise.all([
      ask(asked.path, { method: 'POST', token, userAgent, body }),
      lookUps.byName(term),
    ]);
    if (theirs.kind === 'none') return homeserverAway;
    const answer = jsonObjectIn(theirs.text);
    if (theirs.status !== 200)
      return typeof answer['errcode'] === 'string' ? { status: theirs.status, body: answer } : homeserverAway;

    const results = Array.isArray(answer['results']) ? (answer['results'] as readonly unknown[]).filter(isFound) : [];
    const ours = accounts.map(({ localpart, displayName }) => ({
      user_id: userIdOf(localpart, serverName),
      ...(displayName === undefined ? {} : { display_name: displayName }),
    }));
    const all = new Map<string, Found>([...ours, ...results].map((one) => [one.user_id, one]));
    return {
      status: 200,
      body: {
        ...answer,
        limited: limited || answer['limited'] === true || all.size > limit,
        results: [...all.values()].slice(0, limit),
      },
    };
  };
}

const no = (errcode: string, error: string): JsonResponse => ({ status: 400, body: { errcode, error } });

const isFound = (one: unknown): one is Found => isObject(one) && typeof one['user_id'] === 'string';
