import type { AskNameFree } from '../../accounts/keep-accounts.ts';
import type { HomeserverUsers } from '../../accounts/ports/homeserver-users.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import { makeLazy } from '../../kernel/lazy.ts';
import type { Appservice } from '../homeserver/appservice.ts';
import { provisionerOf } from '../homeserver/provisioners.ts';
import { clientOptions } from '../homeserver/steps.ts';
import type { Runtime } from '../open-database.ts';

/** Asks the homeserver about names and users, over one client that is opened for the first question. */
export function openAskHomeserver(
  appservice: Appservice,
  runtime: Runtime,
): AsyncDisposable & { readonly isNameFree: AskNameFree; readonly users: HomeserverUsers['pages'] } {
  const client = makeLazy(() => openHomeserverClient(clientOptions(appservice, runtime)));
  const provisioned = async () => provisionerOf(appservice).open({ client: await client.get(), log: runtime.log });
  return {
    isNameFree: async (localpart) => (await provisioned()).accounts.isFree(localpart),
    async *users() {
      yield* (await provisioned()).users.pages();
    },
    async [Symbol.asyncDispose]() {
      await (await client.peek())?.[Symbol.asyncDispose]();
    },
  };
}
