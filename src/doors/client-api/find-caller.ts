import { ownLocalpart } from '../../accounts/rules/own-id.ts';
import { jsonObjectIn } from '../../kernel/ask-address.ts';
import { type Localpart, type UserId, userIdOf } from '../../kernel/matrix-id.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import { isNoToken, tokenUnknown } from './access-token.ts';
import { type AskHomeserver, homeserverAway, type PassedOn } from './ask-homeserver.ts';

/** A person of our server, as the homeserver says whose token it is. */
export interface Caller {
  readonly userId: UserId;
  readonly localpart: Localpart;
  readonly deviceId: string;
}

export type FoundCaller =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly response: JsonResponse };

const no = (response: JsonResponse): FoundCaller => ({ ok: false, response });

const noPerson = no({
  status: 403,
  body: { errcode: 'M_FORBIDDEN', error: 'Only a person with an account here can do this' },
});

/**
 * Asks the homeserver whose token this is (Client-Server API, `whoami`). Its own refusal is passed on. Guests have no password, and
 * tokens without a device belong to application services or to administrators who act as somebody.
 */
export async function findCaller(
  ask: AskHomeserver,
  asked: PassedOn & { readonly token: string },
  serverName: string,
): Promise<FoundCaller> {
  if (isNoToken(asked.token)) return no(tokenUnknown);
  const response = await ask('/_matrix/client/v3/account/whoami', asked);
  if (response.kind === 'none') return no(homeserverAway);
  const body = jsonObjectIn(response.text);
  const { user_id: id, device_id: deviceId, is_guest: isGuest, errcode } = body;
  if (response.status >= 400 && response.status < 500 && typeof errcode === 'string')
    return no({ status: response.status, body });
  if (response.status !== 200 || typeof id !== 'string') return no(homeserverAway);
  const localpart = ownLocalpart(id, serverName);
  if (localpart === undefined || typeof deviceId !== 'string' || isGuest === true) return noPerson;
  return { ok: true, caller: { localpart, deviceId, userId: userIdOf(localpart, serverName) } };
}
