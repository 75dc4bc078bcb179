import { makeChangePassword } from '../../accounts/change-password.ts';
import type { CheckPassword } from '../../accounts/check-password.ts';
import { makeLookUps } from '../../accounts/look-up.ts';
import type { AskHomeserver } from '../../doors/client-api/ask-homeserver.ts';
import { makeClientApiRoutes } from '../../doors/client-api/client-api-routes.ts';
import { makeUiSessions } from '../../doors/client-api/ui-sessions.ts';
import { askAddress } from '../../kernel/ask-address.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { makeNetworkLimit } from '../../web/limiter.ts';
import type { Ground, OpenPart } from '../open-part.ts';
import type { AccountsConfig } from './config.ts';
import type { PasswordWork } from './password-work.ts';

/** Requests of one network, and of one user, in a minute. */
const OF_NETWORK = { count: 60, per: MINUTE };
const OF_USER = { count: 20, per: MINUTE };
/** The same of searches: clients send one for each few letters, and many people may share a network. */
const SEARCHES_OF_NETWORK = { count: 600, per: MINUTE };
const SEARCHES_OF_USER = { count: 120, per: MINUTE };

export interface ClientApiNeeds extends Pick<PasswordWork, 'newPasswords' | 'savePassword'> {
  /** With a limit of its own: who guesses at the log-in must not keep somebody from changing the password. */
  readonly checkPassword: CheckPassword;
}

/** Opens the paths of Matrix clients. Without a site or a homeserver there are none. */
export function openClientApi(
  config: AccountsConfig,
  ground: Ground,
  { newPasswords, savePassword, checkPassword }: ClientApiNeeds,
): Pick<OpenPart, 'apis'> {
  const { site, homeserver } = config;
  const { database, runtime } = ground;
  if (site === undefined || homeserver === undefined) return {};
  const { accounts } = database.storage;
  const { clock, ids } = runtime;
  const { serverName } = homeserver;
  const { language } = site;

  return {
    apis: makeClientApiRoutes({
      ...{ serverName, language, clock, ask: askAsClient(homeserver.url) },
      changePassword: makeChangePassword({
        ...{ accounts, checkPassword, newPasswords, savePassword },
      }),
      sessions: makeUiSessions(clock, ids),
      perNetwork: makeNetworkLimit(OF_NETWORK, clock),
      perUser: makeNetworkLimit(OF_USER, clock),
      lookUps: makeLookUps(accounts),
      searchesPerNetwork: makeNetworkLimit(SEARCHES_OF_NETWORK, clock),
      searchesPerUser: makeNetworkLimit(SEARCHES_OF_USER, clock),
    }),
  };
}

/** Asks the homeserver itself, not by its public address: a proxy would send these paths back here. */
export function askAsClient(homeserverUrl: string): AskHomeserver {
  const base = homeserverUrl.replace(/\/+$/, '');
  return (path, { method, token, userAgent, body }) =>
    askAddress(`${base}${path}`, {
      ...(method === undefined ? {} : { method }),
      ...(body === undefined ? {} : { body }),
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
}
