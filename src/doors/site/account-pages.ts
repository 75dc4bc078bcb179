import { makeNetworkLimit, type NetworkLimitSettings } from '../../web/limiter.ts';
import type { AccountContext } from './context.ts';
import { accountRoutes } from './routes/account.tsx';
import { signInRoutes } from './routes/sign-in.tsx';
import { makeSessionCookies } from './session-cookie.ts';
import type { Pages } from './settings.ts';

/** docs/hardening.md, section 5. */
const WRONG_PASSWORDS: NetworkLimitSettings = { count: 3, per: 60_000 };

/** The pages to sign in on, and the account page behind them. */
export const accountPages =
  (
    useCases: Pick<AccountContext, 'signIn' | 'sessions' | 'account' | 'forgotten'>,
    wrongPasswords: NetworkLimitSettings = WRONG_PASSWORDS,
  ): Pages =>
  (page) => {
    const context: AccountContext = {
      ...{ ...page, ...useCases },
      cookies: makeSessionCookies(page.publicOrigin.startsWith('https:'), useCases.sessions),
      wrongPasswords: makeNetworkLimit(wrongPasswords, page.clock),
    };
    return [...signInRoutes(context), ...accountRoutes(context)];
  };
