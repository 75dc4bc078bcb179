import type { CheckPassword } from '../../accounts/check-password.ts';
import type { Profile } from '../../accounts/ports/account.ts';
import { isObject } from '../../kernel/is-object.ts';
import { userIdOf } from '../../kernel/matrix-id.ts';
import type { DoorRefusal } from '../../web/door-refusal.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { Asked } from '../../web/json-route.ts';
import { readJson } from '../../web/read-json.ts';
import { readLogin } from './read-person.ts';
import { sayIdentityRefusal } from './say-refusal.ts';

export interface CheckNeeds {
  readonly serverName: string;
  readonly checkPassword: CheckPassword;
  /**
   * Tells the display name at log-in to whoever does not ask for it, too. Released modules fail the first log-in on Synapse 1.159 and
   * later if it is there; Porter's own asks for it with `display_name: true`.
   */
  readonly sendDisplayName: boolean;
}

/** The same for every reason. An error status would mean to the module that Porter is broken. */
const refused: JsonResponse = { status: 200, body: { auth: { success: false } } };

/** Says whether a password is right, to Synapse's modules and to mxisd and ma1sd: one answer serves both. */
export const makeCheckRoute =
  ({ serverName, checkPassword, sendDisplayName }: CheckNeeds) =>
  async (asked: Asked): Promise<JsonResponse> => {
    const body = await readJson(asked);
    const login = readLogin(body, serverName);
    if (login === undefined) return refused;
    const outcome = await checkPassword(login.who, login.password);
    return outcome.ok ? success(outcome.value) : refused;

    function success({ localpart, displayName, addresses }: Profile): JsonResponse {
      const wanted = sendDisplayName || (isObject(body) && body['display_name'] === true);
      const named = wanted && displayName !== undefined ? { display_name: displayName } : {};
      const auth = {
        success: true,
        mxid: userIdOf(localpart, serverName),
        id: { type: 'localpart', value: localpart },
        profile: { ...named, three_pids: addresses },
      };
      return { status: 200, body: { auth } };
    }
  };

/** What fails here is a refusal as well: the caller waits for an answer in this form. The log has the cause. */
export const sayCheckRefusal = (refusal: DoorRefusal): JsonResponse =>
  refusal.kind === 'fault' ? refused : sayIdentityRefusal(refusal);
