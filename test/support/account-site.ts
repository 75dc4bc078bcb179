import { createHmac } from 'node:crypto';
import { makeChangePassword } from '../../src/accounts/change-password.ts';
import { makeCheckPassword } from '../../src/accounts/check-password.ts';
import { makeGuessLimit } from '../../src/accounts/guess-limit.ts';
import { makeKeepAccounts, type WantedAccount } from '../../src/accounts/keep-accounts.ts';
import { makeNewPasswords } from '../../src/accounts/new-passwords.ts';
import { makeOwnAccount, type OwnAccount } from '../../src/accounts/own-account.ts';
import type { Passwords } from '../../src/accounts/ports/passwords.ts';
import { makeSavePassword } from '../../src/accounts/save-password.ts';
import { checkTyped } from '../../src/app/accounts/account-pages.ts';
import { accountPages } from '../../src/doors/site/account-pages.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { digestOf } from '../../src/kernel/digest-of.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { makePasswordJudge, OF_OUR_OWN } from '../../src/security/password-judge.ts';
import { makeSessions } from '../../src/sign-in/sessions.ts';
import { makeSignIn } from '../../src/sign-in/sign-in.ts';
import { openTestSqlite, type TestStorage } from '../contract/databases.ts';
import { lena, openTestPasswords, takesAny } from './identity-door.ts';
import { openTestSite, type TestSite } from './site-door.ts';

export interface TestAccountSite extends AsyncDisposable {
  readonly site: TestSite;
  readonly opened: TestStorage;
  readonly keep: ReturnType<typeof makeKeepAccounts>;
}

/** The sign-in page and the account page of example.org, with the real use cases and database, and Lena's account. */
export async function openTestAccountSite(
  over: {
    readonly passwords?: Partial<Passwords>;
    readonly wrongPasswords?: number;
    /** Runs before a display name is saved. */
    readonly beforeProfile?: (keep: TestAccountSite['keep']) => Promise<unknown>;
  } = {},
): Promise<TestAccountSite> {
  await using opening = new AsyncDisposableStack();
  const opened = opening.use(await openTestSqlite());
  const { accounts, sessions: store } = opened.storage;
  const { clock } = opened;
  const ids = makeIds(systemClock.now);
  const real = await openTestPasswords(ids);
  const passwords = { ...real, ...over.passwords };
  const serverName = 'example.org';
  const keep = makeKeepAccounts({ accounts, newPasswords: takesAny(real), askNameFree: undefined, clock });
  const bo = { localpart: 'bo', displayName: undefined, addresses: [] } as unknown as WantedAccount;
  for (const wanted of [lena, { ...lena, ...bo }]) {
    const added = await keep.add(wanted, 'porter');
    if (!added.ok) throw new Error(added.refusal);
  }
  const checkPassword = makeCheckPassword({ accounts, passwords, limit: makeGuessLimit(clock), clock, log: silentLog });
  const sessions = makeSessions({ store, clock, ids });
  const sign = (text: string) => createHmac('sha256', 'test').update(text).digest('base64url');
  const changePassword = makeChangePassword({
    ...{ accounts, checkPassword },
    newPasswords: makeNewPasswords({ passwords, judge: makePasswordJudge([serverName], OF_OUR_OWN) }),
    savePassword: makeSavePassword({ accounts, addressHash: digestOf, clock, ids }),
  });
  const account = makeOwnAccount({ serverName, accounts, changePassword, checkPassword, hasHomeserver: true, clock });
  const setProfile: OwnAccount['setProfile'] = async (...asked) => {
    await over.beforeProfile?.(keep);
    return account.setProfile(...asked);
  };
  const pages = accountPages(
    {
      ...{ sessions, forgotten: true },
      signIn: makeSignIn({
        ...{ sessions, sign, check: checkTyped(serverName, checkPassword) },
        verify: (text, signature) => sign(text) === signature,
        random: () => ids.random(16).toString('base64url'),
      }),
      account: { ...account, setProfile },
    },
    { count: over.wrongPasswords ?? 1_000, per: 60_000 },
  );
  const site = opening.use(await openTestSite({ applicants: undefined, more: [pages], clock }));
  const all = opening.move();
  return {
    ...{ site, opened, keep },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
