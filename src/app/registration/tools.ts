import { openHomeserverClient } from '../../homeserver/open-client.ts';
import type { Announce } from '../../ports/announce.ts';
import { makeAdvance } from '../../registration/advance.ts';
import { makeAnnounceWaiting } from '../../registration/announce-waiting.ts';
import { makeAskFacts } from '../../registration/ask-facts.ts';
import { makeEvents } from '../../registration/event.ts';
import { type ImportRequests, makeImportRequests } from '../../registration/import-requests.ts';
import type { AccountProvisioner } from '../../registration/ports/account-provisioner.ts';
import { type AskAccountNeeds, makeAskAccount } from '../../registration/team/commands/ask-account.ts';
import { makeRepeatPractice, type RepeatPractice } from '../../registration/team/practice.ts';
import { passwordsOf, provisionerFor } from '../accounts/use-cases.ts';
import { type Appservice, appserviceOf, senderOf } from '../homeserver/appservice.ts';
import { provisionerOf } from '../homeserver/provisioners.ts';
import { clientOptions } from '../homeserver/steps.ts';
import { derivationsOf, type Runtime } from '../open-database.ts';
import type { PartCheck } from '../part-checks.ts';
import { openTools, type Tools } from '../tools.ts';
import type { RegistrationConfig } from './config.ts';
import { registrationSettings } from './settings.ts';
import { type ApplicationTools, wireApplicationTools } from './wire.ts';

export interface RegistrationTools extends Tools {
  readonly applications: ApplicationTools;
  readonly repeatPractice: RepeatPractice;
  readonly importRequests: ImportRequests;
}

/**
 * Opens what commands about applications need; they run beside `serve`. Throws `StorageRefusal` and `Fault` as `openTools`
 * does.
 */
export async function openRegistrationTools(
  config: RegistrationConfig,
  loaded: PartCheck['loaded'],
  runtime: Runtime,
  announce: Announce,
): Promise<RegistrationTools> {
  const appservice = appserviceOf(loaded);
  if (appservice === undefined) throw new Error('the configuration promises a homeserver');
  const tools = await openTools(loaded, runtime, false);
  const { storage } = tools;
  const { clock, ids } = runtime;
  const needs = {
    applications: storage.applications,
    derive: derivationsOf(tools),
    settings: registrationSettings(config, senderOf(appservice)),
    clock,
  };
  const { serverName } = needs.settings;
  const passwords = await passwordsOf(config, runtime);
  const accounts = accountsFor(appservice, runtime, (there) =>
    provisionerFor(there, { passwords, storage, clock, serverName }),
  );
  // A decision on the command line needs no voters: `serve` asks before it acts.
  const announceWaiting = makeAnnounceWaiting(announce, needs.settings);
  const advance = makeAdvance({
    ...needs,
    announceWaiting,
    ask: makeAskFacts({ ...needs, team: nobodyHere, accounts }),
  });
  return {
    ...tools,
    applications: wireApplicationTools({
      ...{ ...needs, advance, askAccount: makeAskAccount({ ...needs, accounts }) },
      events: makeEvents(storage.registration.door, clock),
      settings: { ...needs.settings, teamLanguage: 'en' },
    }),
    importRequests: makeImportRequests({ ...needs, accounts, advance, language: config.site.language, serverName }),
    repeatPractice: makeRepeatPractice({ jobs: storage.jobs, ids, clock }),
  };
}

/** Stands for the team room in commands, which do not open it. */
const nobodyHere = { votersAmong: async () => new Set<never>() };

/**
 * The accounts of people. The homeserver is asked only if a command needs to know. Changes nothing there.
 *
 * @param all from what the homeserver knows to what anybody knows
 */
function accountsFor(
  appservice: Appservice,
  runtime: Runtime,
  all: (there: AccountProvisioner) => AccountProvisioner,
): AskAccountNeeds['accounts'] {
  async function ask<Result>(question: (accounts: AccountProvisioner) => Promise<Result>): Promise<Result> {
    await using client = await openHomeserverClient(clientOptions(appservice, runtime));
    return await question(all(provisionerOf(appservice).open({ client, log: runtime.log }).accounts));
  }
  return {
    isFree: (...asked) => ask((accounts) => accounts.isFree(...asked)),
    stateOf: (...asked) => ask((accounts) => accounts.stateOf(...asked)),
  };
}
