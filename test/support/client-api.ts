import { makeChangePassword } from '../../src/accounts/change-password.ts';
import { makeCheckPassword } from '../../src/accounts/check-password.ts';
import { makeGuessLimit } from '../../src/accounts/guess-limit.ts';
import { makeKeepAccounts } from '../../src/accounts/keep-accounts.ts';
import { makeLookUps } from '../../src/accounts/look-up.ts';
import { makeNewPasswords } from '../../src/accounts/new-passwords.ts';
import type { Passwords } from '../../src/accounts/ports/passwords.ts';
import { makeSavePassword } from '../../src/accounts/save-password.ts';
import { askAsClient } from '../../src/app/accounts/client-api.ts';
import { makeClientApiRoutes } from '../../src/doors/client-api/client-api-routes.ts';
import { makeUiSessions } from '../../src/doors/client-api/ui-sessions.ts';
import { MINUTE, systemClock } from '../../src/kernel/clock.ts';
import { digestOf } from '../../src/kernel/digest-of.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { makePasswordJudge, OF_OUR_OWN } from '../../src/security/password-judge.ts';
import { makeNetworkLimit } from '../../src/web/limiter.ts';
import { openTestSqlite, type TestStorage } from '../contract/databases.ts';
import { type Answer, ask } from './ask.ts';
import { type FakeHomeserver, startFakeHomeserver } from './homeserver/fake-homeserver.ts';
import { lena, openTestPasswords, takesAny } from './identity-door.ts';
import { openTestSite } from './site-door.ts';

export interface TestClientApi extends AsyncDisposable {
  readonly port: number;
  readonly opened: TestStorage;
  /** Whose token `/whoami` says it is: Lena's, on the device LAPTOP, unless a test says otherwise. */
  readonly homeserver: FakeHomeserver;
  readonly keep: ReturnType<typeof makeKeepAccounts>;
  readonly routes: ReturnType<typeof makeClientApiRoutes>;
  /** Is this Lena's password? Asked without any limit. */
  isPassword(password: string): Promise<boolean>;
  /** Posts JSON with Lena's token. @param body text as it is, data as JSON */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer & { json: Json }>;
}

type Json = Readonly<Record<string, unknown>>;

export const whoIs = (body: Json, status = 200) => ({ on: 'whoami', answer: { status, body } });

/** The site with the paths of clients, the real use cases and database, Lena's account, and a homeserver behind. */
export async function openTestClientApi(
  over: { readonly passwords?: Partial<Passwords> } = {},
): Promise<TestClientApi> {
  await using opening = new AsyncDisposableStack();
  const opened = opening.use(await openTestSqlite());
  const homeserver = opening.use(await startFakeHomeserver());
  const { accounts } = opened.storage;
  const { clock } = opened;
  const ids = makeIds(systemClock.now);
  const real = await openTestPasswords(ids);
  const passwords = { ...real, ...over.passwords };
  const keep = makeKeepAccounts({ accounts, newPasswords: takesAny(real), askNameFree: undefined, clock });
  const added = await keep.add(lena, 'porter');
  if (!added.ok) throw new Error(added.refusal);
  const serverName = 'example.org';
  const routes = makeClientApiRoutes({
    ...{ serverName, language: 'en', clock, ask: askAsClient(homeserver.url) },
    changePassword: makeChangePassword({
      ...{ accounts, savePassword: makeSavePassword({ accounts, clock, ids, addressHash: digestOf }) },
      newPasswords: makeNewPasswords({ passwords, judge: makePasswordJudge([serverName], OF_OUR_OWN) }),
      checkPassword: makeCheckPassword({
        ...{ accounts, passwords, limit: makeGuessLimit(clock), clock, log: silentLog },
      }),
    }),
    sessions: makeUiSessions(clock, ids),
    perNetwork: makeNetworkLimit({ count: 1_000, per: MINUTE }, clock),
    perUser: makeNetworkLimit({ count: 100, per: MINUTE }, clock),
    lookUps: makeLookUps(accounts),
    searchesPerNetwork: makeNetworkLimit({ count: 1_000, per: MINUTE }, clock),
    searchesPerUser: makeNetworkLimit({ count: 100, per: MINUTE }, clock),
  });
  const site = opening.use(
    await openTestSite({
      applicants: undefined,
      apis: routes,
    }),
  );
  const ownsIt = whoIs({ user_id: '@lena:example.org', device_id: 'LAPTOP', is_guest: false });
  homeserver.trouble(ownsIt);
  const all = opening.move();
  return {
    ...{ port: site.port, opened, homeserver, keep, routes },
    async isPassword(password) {
      const found = await accounts.findCredential('lena' as Localpart);
      return ['right', 'outdated'].includes(await real.verify(password, found?.hash));
    },
    async post(path, body, headers = { authorization: 'Bearer lenas-token' }) {
      const answer = await ask(site.port, path, {
        ...{ method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) },
        headers: { 'content-type': 'application/json', ...headers },
      });
      return { ...answer, json: JSON.parse(answer.body) as Json };
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
