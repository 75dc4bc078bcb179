import { isObject } from '../../../kernel/is-object.ts';
import type { Recognise } from '../../../web/bearer.ts';
import type { JsonResponse } from '../../../web/json-response.ts';
import type { JsonCaller } from '../../../web/json-route.ts';
import { done, SERVER, userIdOf, wrong } from './response.ts';

/** The device of a program that names none. */
export const DEVICE = 'PORTER';

export const loginFlows: JsonResponse = done({ flows: [{ type: 'm.login.password' }, { type: 'm.login.token' }] });

/** The same for a name and for a token that nobody has. Apprise goes on to register then, and is refused there. */
export const forbidden = wrong(403, 'M_FORBIDDEN', 'Invalid username or password');

/**
 * Logs a sender in: its name and its intake token as password, or the token alone as `m.login.token`. The access token is the intake
 * token itself, so it does not end: programs keep it for weeks, and some never ask for another.
 */
export function logIn(asked: Readonly<Record<string, unknown>>, recognise: Recognise<JsonCaller>): JsonResponse {
  const { type, password, token, device_id: device } = asked;
  if (type !== 'm.login.password' && type !== 'm.login.token') return wrong(400, 'M_UNKNOWN', 'Unknown login type');
  const shown = type === 'm.login.password' ? password : token;
  if (typeof shown !== 'string') return wrong(400, 'M_BAD_JSON', 'The password or token must be text');
  const found = recognise([shown]);
  if (found.is !== 'known') return forbidden;
  const { name } = found.caller;
  if (type === 'm.login.password' && nameIn(asked) !== name) return forbidden;
  return done({
    ...{ user_id: userIdOf(name), access_token: shown, home_server: SERVER },
    device_id: typeof device === 'string' && /^[\x21-\x7e]{1,100}$/.test(device) ? device : DEVICE,
  });
}

/** The name as the present protocol has it or, until 2018, without `identifier`; as a name or a whole user ID of any server. */
function nameIn({ identifier, user }: Readonly<Record<string, unknown>>): string | undefined {
  const said = isObject(identifier) ? identifier['user'] : user;
  if (typeof said !== 'string') return undefined;
  return /^@([^:]*)/.exec(said)?.[1] ?? said;
}
