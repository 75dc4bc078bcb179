import { makeCheckPassword } from '../../accounts/check-password.ts';
import { makeFollowAccount, makeSetName } from '../../accounts/follow-account.ts';
import { type GuessLimit, makeGuessLimit } from '../../accounts/guess-limit.ts';
import { makeLookUps } from '../../accounts/look-up.ts';
import { FOLLOW_ACCOUNT } from '../../accounts/rules/follow-job.ts';
import { SET_NAME } from '../../accounts/rules/name-job.ts';
import { openIdentityApi } from '../../doors/identity-api/open-identity-api.ts';
import { gauge } from '../../doors/operations/metrics.ts';
import { serverNameOf } from '../ground-sections.ts';
import type { Ground, OpenPart } from '../open-part.ts';
import { accountPagesOf } from './account-pages.ts';
import { openAddressWork } from './address-work.ts';
import { makeCheckCounts } from './check-counts.ts';
import { openClientApi } from './client-api.ts';
import type { AccountsConfig } from './config.ts';
import { openPasswordWork } from './password-work.ts';

const GUESSING =
  'Somebody is guessing passwords: 200 wrong ones came within ten minutes. See in the log of the homeserver where they come from, and block that there.';

/** Opens the accounts that Porter keeps. Throws `Fault` from `start` for an address that it cannot listen on. */
export async function openAccounts(config: AccountsConfig, ground: Ground): Promise<OpenPart> {
  // On for its section alone, it has nothing to do: the configuration warned of that.
  if (config.accounts.store !== 'local') return {};
  const { identityApi } = config;
  const { database, runtime } = ground;
  const { clock, ids, log } = runtime;
  const serverName = serverNameOf(config);
  if (serverName === undefined) throw new Error('the configuration promises a server name');
  const { accounts } = database.storage;
  const limit = makeGuessLimit(clock);
  const { passwords } = ground;
  if (passwords === undefined) throw new Error('the ground promises what hashes passwords');
  const ownLog = log.with({ part: 'accounts' });
  const { counted, measure } = makeCheckCounts();
  const checkWith = (limited: GuessLimit) =>
    counted(makeCheckPassword({ accounts, passwords, limit: limited, clock, log: ownLog }));
  const checkPassword = checkWith(limit);
  // Pauses of its own, which nobody brings about without the person's access token; one alarm for both.
  const ofPersons = checkWith({ ...makeGuessLimit(clock), wrong: limit.wrong });

  const users = config.homeserver && ground.homeserver().userStates;
  const { handlers, pages, ...work } = openPasswordWork(config, ground, { passwords, serverName });
  const clientApi = openClientApi(config, ground, { ...work, checkPassword: ofPersons });
  const addresses = openAddressWork(config, ground, { serverName, checkPassword: ofPersons });
  const { email } = addresses;
  const ofAccount = accountPagesOf(config, ground, { ...work, serverName, email, checkPassword: ofPersons });
  const allPages = [pages, ofAccount].filter((each) => each !== undefined);
  return {
    handlers: {
      [FOLLOW_ACCOUNT]: makeFollowAccount({ accounts, users }),
      [SET_NAME]: makeSetName({ accounts, users }),
      ...handlers,
      ...addresses.handlers,
    },
    ...clientApi,
    ...(allPages.length > 0 && { pages: (page) => allPages.flatMap((routes) => routes(page)) }),
    placeNeeds: { account: ['homeserver'] },
    warnings: () => (limit.isAlarmed() ? [GUESSING] : []),
    measure: () => [
      measure(),
      gauge('porter_accounts_guessing', '1 while somebody guesses passwords.', limit.isAlarmed() ? 1 : 0),
    ],

    async start(running) {
      if (identityApi === undefined) return {};
      const listener = await openIdentityApi({
        ...{ listen: identityApi.listen, serverName, checkPassword, lookUps: makeLookUps(accounts) },
        ...{ sendDisplayName: identityApi.sendDisplayName, clock, ids, log },
        clients: Object.entries(identityApi.clients).map(([name, secret]) => ({ name, secret })),
      });
      return { identityApi: running.use(listener).port };
    },
  };
}
