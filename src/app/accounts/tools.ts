import type { KeepAccounts } from '../../accounts/keep-accounts.ts';
import type { ThirdPartyId } from '../../accounts/ports/account.ts';
import { canonicalName, ownLocalpart } from '../../accounts/rules/own-id.ts';
import { parseThirdPartyId } from '../../accounts/rules/third-party-id.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import { serverNameOf } from '../ground-sections.ts';
import { appserviceOf } from '../homeserver/appservice.ts';
import { provisionerOf } from '../homeserver/provisioners.ts';
import { clientOptions } from '../homeserver/steps.ts';
import type { Loaded } from '../load-config.ts';
import type { Runtime } from '../open-database.ts';
import { openTools } from '../tools.ts';
import { keepAccountsOf, passwordsOf } from './use-cases.ts';

/** What the commands about accounts need. They run beside `serve`. */
export interface AccountsTools extends AsyncDisposable {
  readonly keep: KeepAccounts;
  /** A name, or the user ID, as somebody types it; undefined for what no account here can be called. */
  readonly readName: (typed: string) => Localpart | undefined;
  readonly readAddress: (medium: ThirdPartyId['medium'], typed: string) => ThirdPartyId | undefined;
  /** False without a homeserver: nobody knows then which names are in use there. */
  readonly asksHomeserver: boolean;
}

/** Opens the database for one command. Throws `StorageRefusal` and `Fault` as `openTools` does. */
export async function openAccountsTools(loaded: Loaded, runtime: Runtime): Promise<AccountsTools> {
  const appservice = appserviceOf(loaded);
  const serverName = serverNameOf(loaded.config) ?? '';
  const passwords = await passwordsOf(loaded.config, runtime);
  const tools = await openTools(loaded, runtime, false);
  const askNameFree =
    appservice &&
    (async (localpart: Localpart) => {
      await using client = await openHomeserverClient(clientOptions(appservice, runtime));
      return await provisionerOf(appservice).open({ client, log: runtime.log }).accounts.isFree(localpart);
    });
  return {
    keep: keepAccountsOf(tools, runtime, { passwords, askNameFree }),
    readName: (typed) => ownLocalpart(typed.trim(), serverName) ?? canonicalName(typed.trim(), serverName),
    readAddress: parseThirdPartyId,
    asksHomeserver: askNameFree !== undefined,
    [Symbol.asyncDispose]: () => tools[Symbol.asyncDispose](),
  };
}
