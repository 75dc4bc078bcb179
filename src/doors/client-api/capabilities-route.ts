import { jsonObjectIn } from '../../kernel/ask-address.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { Asked } from '../../web/json-route.ts';
import { accessToken, isNoToken, tokenUnknown } from './access-token.ts';
import { type AskHomeserver, homeserverAway } from './ask-homeserver.ts';

/**
 * Passes on what the homeserver can do, and adds that passwords can be changed: a homeserver without passwords of its own says no, and
 * clients then hide their form. Everything else stays as it came.
 */
export const makeCapabilitiesRoute =
  (ask: AskHomeserver) =>
  async (asked: Asked): Promise<JsonResponse> => {
    const token = accessToken(asked);
    if (token !== undefined && isNoToken(token)) return tokenUnknown;
    const response = await ask(asked.path, { token, userAgent: asked.headers['user-agent'] });
    if (response.kind === 'none') return homeserverAway;
    const { status, text } = response;
    const body = jsonObjectIn(text);
    // Cut off, or what a proxy says of a homeserver that is down.
    if (Object.keys(body).length === 0) return homeserverAway;
    if (status !== 200) return { status, body: text };
    return { status, body: withPasswordChange(body) };
  };

function withPasswordChange(body: Readonly<Record<string, unknown>>): object {
  const capabilities = isObject(body['capabilities']) ? body['capabilities'] : {};
  const before = isObject(capabilities['m.change_password']) ? capabilities['m.change_password'] : {};
  return { ...body, capabilities: { ...capabilities, 'm.change_password': { ...before, enabled: true } } };
}
