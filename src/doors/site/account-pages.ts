import { makeNetworkLimit, type NetworkLimitSettings } from '../../web/limiter.ts';
import type { AccountContext, EmailPages } from './context.ts';
import { accountRoutes } from './routes/account.tsx';
import { emailRoutes } from './routes/email.tsx';
import { signInRoutes } from './routes/sign-in.tsx';
import { makeSignedIn } from './routes/signed-in.tsx';
import { makeSessionCookies } from './session-cookie.ts';
import { forgottenLimits, type Pages } from './settings.ts';

export interface AccountPagesNeeds extends Pick<AccountContext, 'signIn' | 'sessions' | 'account' | 'forgotten'> {
  /** Undefined where Porter sends no mail: then people cannot change their address by themselves. */
  readonly email: Omit<EmailPages, 'asks'> | undefined;
}

export interface AccountLimits {
  /** Of a network; right ones do not count. */
  readonly wrongPasswords: NetworkLimitSettings;
  /** Changes of an address that one network asks for. */
  readonly addressAsks: NetworkLimitSettings;
}

/** docs/hardening.md, section 5. */
const accountLimits: AccountLimits = {
  wrongPasswords: { count: 3, per: 60_000 },
  addressAsks: forgottenLimits.asks,
};

/** The pages to sign in on, and the account page behind them. */
export const accountPages =
  ({ email, ...useCases }: AccountPagesNeeds, { wrongPasswords, addressAsks }: AccountLimits = accountLimits): Pages =>
  (page) => {
    const context: AccountContext = {
      ...{ ...page, ...useCases },
      cookies: makeSessionCookies(page.publicOrigin.startsWith('https:'), useCases.sessions),
      wrongPasswords: makeNetworkLimit(wrongPasswords, page.clock),
      email: email && { ...email, asks: makeNetworkLimit(addressAsks, page.clock) },
    };
    const signedIn = makeSignedIn(context);
    return [
      ...signInRoutes(context),
      ...accountRoutes(context, signedIn),
      ...(context.email === undefined ? [] : emailRoutes(context, context.email, signedIn)),
    ];
  };
