import { makeChangePassword } from '../../accounts/change-password.ts';
import type { CheckPassword } from '../../accounts/check-password.ts';
import type { NewPasswords } from '../../accounts/new-passwords.ts';
import { makeOwnAccount } from '../../accounts/own-account.ts';
import { canonicalName, ownLocalpart } from '../../accounts/rules/own-id.ts';
import { parseThirdPartyId } from '../../accounts/rules/third-party-id.ts';
import type { SavePassword } from '../../accounts/save-password.ts';
import { accountPages } from '../../doors/site/account-pages.ts';
import type { Pages } from '../../doors/site/settings.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import { makeFormSignature } from '../../security/form-signature.ts';
import type { CheckSignIn } from '../../sign-in/ports.ts';
import { makeSessions } from '../../sign-in/sessions.ts';
import { makeSignIn } from '../../sign-in/sign-in.ts';
import type { Ground } from '../open-part.ts';
import type { AddressWork } from './address-work.ts';
import type { AccountsConfig } from './config.ts';

/** 128 bits. */
const BROWSER_BYTES = 16;

export interface AccountPagesNeeds {
  readonly serverName: string;
  readonly newPasswords: NewPasswords;
  readonly savePassword: SavePassword;
  /** With a limit of its own: who guesses at the log-in keeps nobody from these pages. */
  readonly checkPassword: CheckPassword;
  readonly email: AddressWork['email'];
}

/** The sign-in page and the account page; undefined without a site. */
export function accountPagesOf(config: AccountsConfig, ground: Ground, needs: AccountPagesNeeds): Pages | undefined {
  const { database, runtime } = ground;
  if (config.site === undefined || database.keys === undefined) return undefined;
  const { serverName, checkPassword, newPasswords, savePassword, email } = needs;
  const { clock, ids } = runtime;
  const { accounts, sessions: store } = database.storage;
  const { sign, verify } = makeFormSignature(database.keys);
  const { idleTimeout: idle, absoluteTimeout: absolute } = config.signIn;
  const sessions = makeSessions({ store, life: { idle, absolute }, clock, ids });
  const changePassword = makeChangePassword({ accounts, checkPassword, newPasswords, savePassword });
  return accountPages({
    ...{ sessions, email },
    forgotten: config.mail !== undefined,
    signIn: makeSignIn({
      ...{ sessions, sign, verify, check: checkTyped(serverName, checkPassword) },
      random: () => ids.random(BROWSER_BYTES).toString('base64url'),
    }),
    account: makeOwnAccount({
      ...{ serverName, accounts, changePassword, checkPassword, clock },
      hasHomeserver: config.homeserver !== undefined,
    }),
  });
}

/** Checks the password of whoever is meant: by name, user ID or mail address. What can be nobody's costs the same time. */
export const checkTyped =
  (serverName: string, checkPassword: CheckPassword): CheckSignIn =>
  async (typed, password, countAs) => {
    const nobody = parseThirdPartyId('email', 'nobody@invalid.invalid');
    const who = typed.startsWith('@')
      ? ownLocalpart(typed, serverName)
      : (parseThirdPartyId('email', typed) ?? canonicalName(typed, serverName));
    const asked = who ?? nobody;
    if (asked === undefined) return refuse('wrong');
    const checked = await checkPassword(asked, password, countAs);
    if (!checked.ok) return checked;
    const { localpart, passwordSetAt } = checked.value;
    return ok({ localpart, passwordSetAt });
  };
