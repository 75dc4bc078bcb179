import { type AddressRequest, type AddressResponse, jsonObjectIn } from '../kernel/ask-address.ts';
import { isObject } from '../kernel/is-object.ts';
import { localpartOf, parseUserId, type UserId } from '../kernel/matrix-id.ts';
import { plainText } from '../kernel/plain-text.ts';
import { Secret } from '../kernel/secret.ts';

export type LoggedIn =
  | { readonly ok: true; readonly user: UserId; readonly token: Secret }
  | { readonly ok: false; readonly sentence: string; readonly remedy: string };

type Asking = (url: string, asked?: AddressRequest) => Promise<AddressResponse>;

/** Logs in with a password, always as the same device: the homeserver knows repeats of a message by it. */
export async function logIn(
  ask: Asking,
  { baseUrl, user, password }: { readonly baseUrl: string; readonly user: UserId; readonly password: Secret },
): Promise<LoggedIn> {
  const url = `${baseUrl}/_matrix/client/v3/login`;
  const offered = await ask(url);
  if (offered.kind === 'none') return no(`${url} cannot be read: ${offered.why}.`, 'Is the homeserver running?');
  const { flows } = jsonObjectIn(offered.text);
  const types = (Array.isArray(flows) ? flows : []).map((flow) => (isObject(flow) ? flow['type'] : undefined));
  if (!types.includes('m.login.password')) {
    return no(
      'This homeserver takes no passwords from programs: people log in on a web page there.',
      'Log in with a client once and take the access token from its settings (Element: All settings, Help & About).',
    );
  }
  const body = JSON.stringify({
    ...{ type: 'm.login.password', identifier: { type: 'm.id.user', user: localpartOf(user) } },
    ...{ password: password.reveal(), device_id: 'PORTER', initial_device_display_name: 'Porter' },
  });
  const response = await ask(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (response.kind === 'none') return no(`The log-in got no answer: ${response.why}.`, 'Try again.');
  const { user_id: id, access_token: token, errcode, error } = jsonObjectIn(response.text);
  if (response.status === 200 && typeof token === 'string' && token !== '') {
    return { ok: true, user: parseUserId(id) ?? user, token: new Secret(token) };
  }
  const said = plainText([errcode, error].filter((part) => typeof part === 'string').join(': '), 200);
  return no(
    `The homeserver refused the log-in${said === '' ? ` (${response.status})` : ` (${said})`}.`,
    response.status === 429 ? 'Wait for some minutes and try again.' : 'Check the user ID and the password.',
  );
}

const no = (sentence: string, remedy: string): LoggedIn => ({ ok: false, sentence, remedy });
