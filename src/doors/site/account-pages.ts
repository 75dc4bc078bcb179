import type { OwnAccount } from '../../accounts/own-account.ts';
import type { Sessions } from '../../sign-in/sessions.ts';
import type { SignIn } from '../../sign-in/sign-in.ts';
import { makeNetworkLimit, type NetworkLimit, type NetworkLimitSettings } from '../../web/limiter.ts';
import type { PageContext } from './context.ts';
import { accountRoutes } from './routes/account.tsx';
import { signInRoutes } from './routes/sign-in.tsx';
import { makeSessionCookies, type SessionCookies } from './session-cookie.ts';
import type { Pages } from './settings.ts';

/** What the pages of people with an account here need. */
export interface AccountContext extends PageContext {
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly account: OwnAccount;
  readonly cookies: SessionCookies;
  /** Wrong passwords per network; right ones do not count. */
  readonly wrongPasswords: NetworkLimit;
}

/** docs/hardening.md, section 5. */
const WRONG_PASSWORDS: NetworkLimitSettings = { count: 3, per: 60_000 };

/** The pages to sign in on, and the account page behind them. */
export const accountPages =
  (
    useCases: Pick<AccountContext, 'signIn' | 'sessions' | 'account'>,
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
