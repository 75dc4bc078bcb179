import { makeAdvance } from '../../registration/advance.ts';
import { makeAskFacts } from '../../registration/ask-facts.ts';
import { makeEvents } from '../../registration/event.ts';
import { makeRepeatPractice, type RepeatPractice } from '../../registration/team/practice.ts';
import { appserviceOf, senderOf } from '../homeserver/appservice.ts';
import { derivationsOf, type Runtime } from '../open-database.ts';
import type { PartCheck } from '../part.ts';
import { openTools, type Tools } from '../tools.ts';
import type { RegistrationConfig } from './config.ts';
import { registrationSettings } from './settings.ts';
import { type ApplicationTools, wireApplicationTools } from './wire.ts';

export interface RegistrationTools extends Tools {
  readonly applications: ApplicationTools;
  readonly repeatPractice: RepeatPractice;
}

/**
 * Opens what commands about applications need; they run beside `serve`. Throws `StorageRefusal` and `Fault` as `openTools`
 * does.
 */
export async function openRegistrationTools(
  config: RegistrationConfig,
  loaded: PartCheck['loaded'],
  runtime: Runtime,
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
  // A decision on the command line needs neither the voters nor whether a name is free: `serve` asks before it acts.
  const advance = makeAdvance({ ...needs, ask: makeAskFacts({ ...needs, team: nobodyHere, accounts: nobodyHere }) });
  return {
    ...tools,
    applications: wireApplicationTools({
      ...{ ...needs, advance, events: makeEvents(storage.memory, clock) },
      settings: { ...needs.settings, teamLanguage: 'en' },
    }),
    repeatPractice: makeRepeatPractice({ jobs: storage.jobs, ids, clock }),
  };
}

/** Stands for the homeserver in commands, which do not open it. */
const nobodyHere = {
  votersAmong: async () => new Set<never>(),
  isFree: async () => 'unknown' as const,
};
