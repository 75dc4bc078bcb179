import { makeSendLink } from '../../src/accounts/handlers/send-link.ts';
import { makeKeepAccounts, type WantedAccount } from '../../src/accounts/keep-accounts.ts';
import { makeNewPasswords } from '../../src/accounts/new-passwords.ts';
import { makePasswordByLink } from '../../src/accounts/password-by-link.ts';
import type { Passwords } from '../../src/accounts/ports/passwords.ts';
import { SEND_LINK } from '../../src/accounts/rules/link-jobs.ts';
import { makeSavePassword } from '../../src/accounts/save-password.ts';
import { forgottenPages } from '../../src/doors/site/forgotten-pages.ts';
import type { ForgottenLimits } from '../../src/doors/site/settings.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { Secret } from '../../src/kernel/secret.ts';
import type { Mailer } from '../../src/ports/mailer.ts';
import { countPassword } from '../../src/registration/rules/jobs.ts';
import { makeDerivations } from '../../src/security/derivations.ts';
import { newKeyLine, parseKeyRing } from '../../src/security/key-ring.ts';
import { makePasswordJudge, OF_OUR_OWN } from '../../src/security/password-judge.ts';
import { makePasswordLinks } from '../../src/security/password-links.ts';
import { openTestSqlite, type TestStorage } from '../contract/databases.ts';
import type { Answer } from './ask.ts';
import { lena, openTestPasswords, takesAny } from './identity-door.ts';
import { doJobs, linkOf, type Mail } from './letter-jobs.ts';
import { openTestSite, type TestSite } from './site-door.ts';

export interface TestForgotten extends AsyncDisposable {
  readonly site: TestSite;
  readonly opened: TestStorage;
  readonly keep: ReturnType<typeof makeKeepAccounts>;
  readonly mails: Mail[];
  /** Makes an account; Lena's is there. */
  add(wanted: Partial<WantedAccount>): Promise<void>;
  /** Sends the form of the page, and does the jobs that follow. */
  ask(email: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Does what waits to be sent. Resolves with how each ended. */
  send(): Promise<readonly string[]>;
  /** The path in the newest letter. */
  link(): string;
  isPassword(password: string, of?: string): Promise<boolean>;
}

/** The pages for a forgotten password, with the real use cases, database and letters. */
export async function openTestForgotten(
  over: { readonly passwords?: Partial<Passwords>; readonly limits?: Partial<ForgottenLimits> } = {},
): Promise<TestForgotten> {
  await using opening = new AsyncDisposableStack();
  const opened = opening.use(await openTestSqlite());
  const { accounts } = opened.storage;
  const { clock } = opened;
  const ids = makeIds(systemClock.now);
  const real = await openTestPasswords(ids);
  const passwords = { ...real, ...over.passwords };
  const keys = parseKeyRing(new Secret(newKeyLine(ids, 'k1')));
  const tokens = makePasswordLinks(keys, 1);
  const { addressHash } = makeDerivations(keys, 1);
  const serverName = 'example.org';
  const keep = makeKeepAccounts({ accounts, newPasswords: takesAny(real), askNameFree: undefined, clock });
  const add = async (wanted: Partial<WantedAccount>) => {
    const added = await keep.add({ ...lena, ...wanted }, 'porter');
    if (!added.ok) throw new Error(added.refusal);
  };
  await add({});

  const mails: Mail[] = [];
  const mailer: Mailer = {
    async send(mail) {
      mails.push(mail);
      return {};
    },
  };
  const handle = makeSendLink({
    ...{ accounts, links: accounts.links, tokens, serverName, mailer, addressHash, clock },
    sender: (language) => ({
      ...{ language, title: 'Example Matrix', publicUrl: 'https://porter.test', links: [], mayReply: false },
    }),
  });
  const passwordByLink = makePasswordByLink({
    ...{ accounts, links: accounts.links, tokens, addressHash, serverName, endsSessions: true, clock, ids },
    whenSet: (applicationId, at) => [countPassword(applicationId, at)],
    newPasswords: makeNewPasswords({ passwords, judge: makePasswordJudge([serverName], OF_OUR_OWN) }),
    savePassword: makeSavePassword({ accounts, addressHash, clock, ids }),
  });
  const pages = forgottenPages({
    ...{ passwordByLink, lettersWait: () => undefined, endsSessions: true },
    ...(over.limits && { limits: over.limits }),
  });
  const site = opening.use(await openTestSite({ applicants: undefined, more: [pages], formPage: '/forgotten', clock }));
  const send = () => doJobs(opened, { [SEND_LINK]: handle });
  const all = opening.move();
  return {
    ...{ site, opened, keep, mails, add, send },
    async ask(email, headers = {}) {
      // Later than a form counts as sent twice.
      await clock.advance(15_000);
      const answer = await site.post('/forgotten', { email }, headers);
      await send();
      return answer;
    },
    link: () => linkOf(mails, 'password'),
    async isPassword(password, of = 'lena') {
      const found = await accounts.findCredential(of as Localpart);
      return ['right', 'outdated'].includes(await real.verify(password, found?.hash));
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
