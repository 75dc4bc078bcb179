import type { Sentences } from '../kernel/step.ts';
import type { FaultSentences, HomeserverValues } from './step-needs.ts';

/** What a fault of the client means for whoever runs Porter. A provisioner may know better (`StepNeeds.faults`). */
export const faultSentences = {
  'homeserver.down': ({ url, why, advice }) => ({
    sentence: `The homeserver at ${url} does not answer${why === undefined ? '' : ` (${why})`}.`,
    remedy: advice ?? 'Start Synapse; Porter goes on by itself. Or correct homeserver.url and restart Porter.',
  }),
  'homeserver.unreadable': ({ url }) => ({
    sentence: `What answers at ${url} is not a homeserver.`,
    remedy:
      'Set homeserver.url to the internal listener of Synapse, not to a web page in front of it, and restart Porter.',
  }),
  'homeserver.unrecognized': () => ({
    sentence: 'A path that Porter needs is unknown there.',
    remedy: 'A proxy hides it: set homeserver.url to the internal listener of the homeserver and restart Porter.',
  }),
  'homeserver.token-refused': ({ id }) => ({
    sentence: `The homeserver does not know the as_token of appservice "${id}".`,
    remedy:
      'List registration.yaml under app_service_config_files in homeserver.yaml and restart Synapse. If it is listed, Synapse has read another copy of it.',
  }),
  'homeserver.sender-deactivated': ({ sender }) => ({
    sentence: `${sender} is deactivated, locked or suspended.`,
    remedy: 'As a server admin, re-activate and unlock that user; Porter goes on by itself.',
  }),
  'homeserver.unexpected': ({ detail }) => ({
    sentence: `The homeserver answered in a way that Porter does not understand (${detail}).`,
    remedy: 'Look into the log of Synapse at this time; Porter asks again by itself.',
  }),
} as const satisfies FaultSentences;

/** What the steps find that every Porter with a homeserver needs. */
export const stepSentences = {
  'homeserver.unreadable': faultSentences['homeserver.unreadable'],
  'homeserver.other-server': ({ detail, sender }) => ({
    sentence: `The homeserver calls our user ${detail}, the configuration ${sender}.`,
    remedy:
      'Correct homeserver.serverName, or use the registration file that was made for this server; then restart Porter.',
  }),
  'homeserver.sender-refused': ({ sender, detail }) => ({
    sentence: `The homeserver does not let Porter register ${sender} (${detail}).`,
    remedy: 'Use the registration file that porter init wrote, unchanged, and restart Synapse.',
  }),
  'homeserver.other-instance': () => ({
    sentence: 'Another copy of this database acts for this homeserver; this one sends nothing.',
    remedy:
      'If the other one is gone for good, start once with: porter serve --take-over. If this is a copy for trying things out, use another homeserver.',
  }),
  'homeserver.empty-database': () => ({
    sentence: 'This database is empty, and another one acts for this homeserver; this one sends nothing.',
    remedy:
      'If the former database was moved or lost, stop Porter and put it back where storage of config.yaml names it, or restore a backup: porter restore FILE. If it is gone for good, start once with: porter serve --take-over; Porter then knows nothing of earlier applications. If this is a second Porter for trying things out, use another homeserver.',
  }),
  'appservice.no-url': () => ({
    sentence: 'The registration file names no url, so nothing is pushed to Porter.',
    remedy:
      'Set url in registration.yaml to the address under which Synapse reaches appservice.listen, and restart Synapse.',
  }),
  'appservice.unreachable': ({ url, listen }) => ({
    sentence: `Synapse calls ${url} and gets no answer there; Porter listens on ${listen}.`,
    remedy:
      'Make the url of registration.yaml lead to appservice.listen (in containers it is another address), then restart Synapse and Porter.',
  }),
  'appservice.refused': ({ url, listen, detail }) => ({
    sentence: `Synapse calls ${url} and is refused there (${detail}); Porter listens on ${listen}.`,
    remedy:
      'Something else answers at that address, or Synapse has read another copy of registration.yaml (hs_token): compare both, then restart Synapse.',
  }),
  'appservice.other-id': ({ id }) => ({
    sentence: `The as_token belongs to another appservice than "${id}".`,
    remedy: 'Use the very registration.yaml that Synapse has read, and restart Porter.',
  }),
} as const satisfies Sentences<HomeserverValues>;
