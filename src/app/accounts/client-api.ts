import { makeChangePassword } from '../../accounts/change-password.ts';
import type { CheckPassword } from '../../accounts/check-password.ts';
import { makeEndSessions } from '../../accounts/handlers/end-sessions.ts';
import { makeTellPasswordChanged } from '../../accounts/handlers/tell-password-changed.ts';
import { makeLookUps } from '../../accounts/look-up.ts';
import type { Passwords } from '../../accounts/ports/passwords.ts';
import { END_SESSIONS, TELL_CHANGED } from '../../accounts/rules/password-jobs.ts';
import type { AskHomeserver } from '../../doors/client-api/ask-homeserver.ts';
import { makeClientApiRoutes } from '../../doors/client-api/client-api-routes.ts';
import { makeUiSessions } from '../../doors/client-api/ui-sessions.ts';
import { askAddress } from '../../kernel/ask-address.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { ownLinks } from '../../texts/own-links.ts';
import { makeNetworkLimit } from '../../web/limiter.ts';
import { timeZoneOf, titleOf } from '../ground-sections.ts';
import { derivationsOf } from '../open-database.ts';
import type { Ground, OpenPart } from '../open-part.ts';
import { ownPagesOf } from '../own-texts.ts';
import type { AccountsConfig } from './config.ts';
import { newPasswordsOf } from './use-cases.ts';

/** Requests of one network, and of one user, in a minute. */
const OF_NETWORK = { count: 60, per: MINUTE };
const OF_USER = { count: 20, per: MINUTE };
/** The same of searches: clients send one for each few letters, and many people may share a network. */
const SEARCHES_OF_NETWORK = { count: 600, per: MINUTE };
const SEARCHES_OF_USER = { count: 120, per: MINUTE };

export interface ClientApiNeeds {
  readonly passwords: Passwords;
  /** With a limit of its own: who guesses at the log-in must not keep somebody from changing the password. */
  readonly checkPassword: CheckPassword;
}

/** Opens the paths of Matrix clients, and what follows from a changed password. Without a site or a homeserver there are none. */
export function openClientApi(
  config: AccountsConfig,
  ground: Ground,
  { passwords, checkPassword }: ClientApiNeeds,
): Pick<OpenPart, 'apis' | 'handlers'> {
  const { site, homeserver, mail } = config;
  const { database, channels, runtime } = ground;
  if (site === undefined || homeserver === undefined) return {};
  const { accounts } = database.storage;
  const { clock, ids } = runtime;
  const { serverName } = homeserver;
  const title = titleOf(site, homeserver);
  const { addressHash } = derivationsOf(database);
  const mailer = mail === undefined ? undefined : channels.email;
  const { language, publicUrl } = site;

  const tellChanged =
    mailer &&
    makeTellPasswordChanged({
      ...{ accounts, mailer, addressHash, serverName, clock, timeZone: timeZoneOf(site) },
      sender: {
        ...{ language, title, publicUrl, mayReply: mail?.replyTo !== undefined },
        links: ownLinks(ownPagesOf(site), ['imprint', 'privacy', 'contact'], language, publicUrl),
      },
    });

  return {
    apis: makeClientApiRoutes({
      ...{ serverName, language, clock, ask: askAsClient(homeserver.url) },
      changePassword: makeChangePassword({
        ...{ accounts, checkPassword, clock, ids },
        newPasswords: newPasswordsOf(config, passwords),
        addressHash: mailer && addressHash,
      }),
      sessions: makeUiSessions(clock, ids),
      perNetwork: makeNetworkLimit(OF_NETWORK, clock),
      perUser: makeNetworkLimit(OF_USER, clock),
      lookUps: makeLookUps(accounts),
      searchesPerNetwork: makeNetworkLimit(SEARCHES_OF_NETWORK, clock),
      searchesPerUser: makeNetworkLimit(SEARCHES_OF_USER, clock),
    }),
    handlers: {
      [END_SESSIONS]: makeEndSessions({ sessions: ground.homeserver().sessions, serverName }),
      ...(tellChanged && { [TELL_CHANGED]: tellChanged }),
    },
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
