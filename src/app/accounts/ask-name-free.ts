import type { AskNameFree } from '../../accounts/keep-accounts.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import { makeLazy } from '../../kernel/lazy.ts';
import type { Appservice } from '../homeserver/appservice.ts';
import { provisionerOf } from '../homeserver/provisioners.ts';
import { clientOptions } from '../homeserver/steps.ts';
import type { Runtime } from '../open-database.ts';

/** Asks the homeserver about names, over one client that is opened for the first question. */
export function openAskNameFree(
  appservice: Appservice,
  runtime: Runtime,
): AsyncDisposable & { readonly ask: AskNameFree } {
  const client = makeLazy(() => openHomeserverClient(clientOptions(appservice, runtime)));
  return {
    async ask(localpart) {
      const needs = { client: await client.get(), log: runtime.log };
      return await provisionerOf(appservice).open(needs).accounts.isFree(localpart);
    },
    async [Symbol.asyncDispose]() {
      await (await client.peek())?.[Symbol.asyncDispose]();
    },
  };
}
