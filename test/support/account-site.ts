import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { makeChangeAddress } from '../../src/accounts/change-address.ts';
import { makeChangePassword } from '../../src/accounts/change-password.ts';
import { makeCheckPassword } from '../../src/accounts/check-password.ts';
import { makeGuessLimit } from '../../src/accounts/guess-limit.ts';
import { makeProveAddress } from '../../src/accounts/handlers/prove-address.ts';
import { makeTellAddress } from '../../src/accounts/handlers/tell-address.ts';
import { makeKeepAccounts, type WantedAccount } from '../../src/accounts/keep-accounts.ts';
import { makeNewPasswords } from '../../src/accounts/new-passwords.ts';
import { makeOwnAccount, type OwnAccount } from '../../src/accounts/own-account.ts';
import type { Passwords } from '../../src/accounts/ports/passwords.ts';
import { PROVE_ADDRESS, TELL_ADDRESS } from '../../src/accounts/rules/address-jobs.ts';
import { makeSavePassword } from '../../src/accounts/save-password.ts';
import { makeUndoAddress, type UndoAddress } from '../../src/accounts/undo-address.ts';
import { checkTyped } from '../../src/app/accounts/account-pages.ts';
import { accountPages } from '../../src/doors/site/account-pages.ts';
import { DAY, HOUR, systemClock } from '../../src/kernel/clock.ts';
import { digestOf } from '../../src/kernel/digest-of.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import type { Language } from '../../src/kernel/languages.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import type { JobHandler } from '../../src/outbox/job.ts';
import type { Mailer } from '../../src/ports/mailer.ts';
import { makeDerivations } from '../../src/security/derivations.ts';
import { newKeyLine, parseKeyRing } from '../../src/security/key-ring.ts';
import { makePasswordJudge, OF_OUR_OWN } from '../../src/security/password-judge.ts';
import { makePasswordLinks } from '../../src/security/password-links.ts';
import { makeSessions } from '../../src/sign-in/sessions.ts';
import { makeSignIn } from '../../src/sign-in/sign-in.ts';
import type { Sender } from '../../src/texts/letters/section.ts';
import { openTestSqlite, type TestStorage } from '../contract/databases.ts';
import { lena, openTestPasswords, takesAny } from './identity-door.ts';
import { doJobs, linkOf, type Mail } from './letter-jobs.ts';
import { openTestSite, type TestSite } from './site-door.ts';
import { formWith, makeVisitor, type VisitedPage, type Visitor } from './visitor.ts';

export const SESSION_LIFE = { idle: 12 * HOUR, absolute: 7 * DAY };

export interface TestAccountSite extends AsyncDisposable {
  readonly site: TestSite;
  readonly opened: TestStorage;
  readonly keep: ReturnType<typeof makeKeepAccounts>;
  readonly mails: readonly Mail[];
  /** Does what waits to be sent. Resolves with how each job ended, or its kind if it is another one's. */
  send(): Promise<readonly string[]>;
  readonly undo: UndoAddress;
  /** The path in the newest letter that has a link to a new address. */
  link(): string;
}

/** The sign-in page and the account page of example.org, with the real use cases and database, and Lena's account. */
export async function openTestAccountSite(
  over: {
    readonly passwords?: Partial<Passwords>;
    readonly wrongPasswords?: number;
    readonly addressAsks?: number;
    /** `none`: Porter sends no mail; `waits`: none leaves now. */
    readonly mail?: 'none' | 'waits';
    /** False: Porter knows no homeserver. */
    readonly homeserver?: false;
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
  const keys = parseKeyRing(new Secret(newKeyLine(ids, 'k1')));
  const tokens = makePasswordLinks(keys, 1);
  const checkPassword = makeCheckPassword({ accounts, passwords, limit: makeGuessLimit(clock), clock, log: silentLog });
  const sessions = makeSessions({ store, life: SESSION_LIFE, clock, ids });
  const sign = (text: string) => createHmac('sha256', 'test').update(text).digest('base64url');
  const changePassword = makeChangePassword({
    ...{ accounts, checkPassword },
    newPasswords: makeNewPasswords({ passwords, judge: makePasswordJudge([serverName], OF_OUR_OWN) }),
    savePassword: makeSavePassword({ accounts, addressHash: digestOf, clock, ids }),
  });
  const hasHomeserver = over.homeserver !== false;
  const account = makeOwnAccount({ serverName, accounts, changePassword, checkPassword, hasHomeserver, clock });
  const setProfile: OwnAccount['setProfile'] = async (...asked) => {
    await over.beforeProfile?.(keep);
    return account.setProfile(...asked);
  };
  const { addressHash } = makeDerivations(keys, 1);
  const { addressChanges: changes } = accounts;
  const changeAddress = makeChangeAddress({
    ...{ accounts, changes, tokens, checkPassword, addressHash, serverName, hasHomeserver, clock, ids },
  });
  const lettersWait = () => (over.mail === 'waits' ? { since: clock.now(), code: 'email.down' } : undefined);
  const mails: Mail[] = [];
  const mailer: Mailer = {
    async send(mail) {
      mails.push(mail);
      return {};
    },
  };
  const sender = (language: Language): Sender => ({
    ...{ language, title: 'Example Matrix', publicUrl: 'https://porter.test', links: [], mayReply: false },
  });
  const letters = { accounts, changes, serverName, sender, mailer, clock };
  const handlers: Readonly<Record<string, JobHandler>> = {
    [PROVE_ADDRESS]: makeProveAddress({ ...letters, tokens }),
    [TELL_ADDRESS]: makeTellAddress({ ...letters, addressHash, timeZone: 'UTC' }),
  };
  const pages = accountPages(
    {
      ...{ sessions, forgotten: true, email: over.mail === 'none' ? undefined : { changeAddress, lettersWait } },
      signIn: makeSignIn({
        ...{ sessions, sign, check: checkTyped(serverName, checkPassword) },
        verify: (text, signature) => sign(text) === signature,
        random: () => ids.random(16).toString('base64url'),
      }),
      account: { ...account, setProfile },
    },
    {
      wrongPasswords: { count: over.wrongPasswords ?? 1_000, per: 60_000 },
      addressAsks: { count: over.addressAsks ?? 1_000, per: 3_600_000 },
    },
  );
  const site = opening.use(await openTestSite({ applicants: undefined, more: [pages], formPage: '/sign-in', clock }));
  const all = opening.move();
  return {
    ...{ site, opened, keep, mails, send: () => doJobs(opened, handlers) },
    link: () => linkOf(mails, 'email'),
    undo: makeUndoAddress({ accounts, changes, addressHash, hasHomeserver, clock }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** The form of a page that is sent to this path. */
export const formTo = (page: VisitedPage, path: string) => {
  const found = page.forms.find(({ action }) => new URL(action).pathname === path);
  assert.ok(found, `${page.title} has a form to ${path}`);
  return found;
};

/** Signs somebody in by the page. Resolves with what comes then. */
export async function signIn(
  { site }: Pick<TestAccountSite, 'site'>,
  name: string,
  password: string,
  visitor: Visitor = makeVisitor(),
): Promise<{ readonly visitor: Visitor; readonly page: VisitedPage }> {
  const page = await visitor.open(`${site.publicUrl}/sign-in`);
  const form = formWith(page, (field) => field === 'password');
  return { visitor, page: await visitor.send(form, { name, password }) };
}
