import { openAppserviceDoor } from '../doors/appservice/open-door.ts';
import { openOperations } from '../doors/operations/operations.ts';
import { openInbox } from '../inbox/open-inbox.ts';
import { openOutbox } from '../outbox/open-outbox.ts';
import { allParts, type Config } from './config.ts';
import type { OpenGround } from './ground.ts';
import { HOMESERVER_STEPS } from './homeserver/steps.ts';
import { keepTidy } from './keep-tidy.ts';
import { mergeHandlers, mergePlaceNeeds, mergeSources } from './merge-parts.ts';
import type { OpenPart } from './open-part.ts';
import { operationsFacts } from './operations-facts.ts';
import type { ShutdownGroup } from './shutdown-group.ts';
import { openConfiguredSite } from './site.ts';
import type { Steps } from './steps/watch-steps.ts';

/** The port of each listener by its name; undefined for one that is off. */
export type Ports = Readonly<Record<string, number | undefined>>;

export interface Work {
  readonly config: Config;
  readonly ground: OpenGround;
  readonly parts: readonly OpenPart[];
  readonly steps: Steps;
  /** Everything that is opened here is added to it. */
  readonly running: ShutdownGroup;
}

/**
 * Starts the parts' own work, outbox and inbox with the handlers of all parts, the listeners, and last the watch over the steps.
 */
export async function startWork({ config, ground, parts, steps, running }: Work): Promise<Ports> {
  const { runtime, matrix, database } = ground;
  const { storage } = database;
  const { clock, log } = runtime;

  let ports: Ports = {};
  for (const part of parts) ports = { ...ports, ...(await part.start?.(running)) };
  const outbox = openOutbox({
    ...{ store: storage.jobs, gate: ground.gate, clock, log, onPlace: ground.places.hear },
    handlers: mergeHandlers(parts.map(({ handlers }) => handlers)),
    placeNeeds: mergePlaceNeeds(parts.map(({ placeNeeds }) => placeNeeds)),
  });
  running.defer(() => outbox.stop());
  for (const part of parts) part.tellBounces?.(outbox.bounce);
  const inbox = openInbox({
    ...{ store: storage.inbox, clock, log },
    sources: mergeSources(parts.map(({ hears }) => hears)),
  });
  running.defer(() => inbox.stop());
  running.defer(
    storage.changed(() => {
      outbox.wake();
      inbox.wake();
    }),
  );
  running.defer(
    // A change outside may be what jobs and items wait for.
    steps.onChange(() => {
      outbox.resume();
      inbox.resume();
    }),
  );
  if (matrix) running.defer(matrix.homeserver.onTrouble(() => steps.faultMet(HOMESERVER_STEPS)));
  running.defer(() => steps.stop());
  keepTidy(running, database, allParts, config.retention, runtime);

  const facts = operationsFacts({ storage, outbox, steps, parts }, runtime);
  const operations =
    config.operations && running.use(await openOperations({ listen: config.operations.listen, facts, log }));
  const site = await openConfiguredSite(
    config,
    ground.database,
    {
      pages: parts.flatMap(({ pages }) => pages ?? []),
      apis: parts.flatMap(({ apis }) => apis ?? []),
    },
    runtime,
  );
  if (site) running.use(site);
  const { selectEvents } = ground;
  const appservice =
    matrix &&
    selectEvents &&
    running.use(
      await openAppserviceDoor({
        ...{ listen: matrix.appservice.appservice.listen, hsToken: matrix.appservice.file.hsToken },
        ...{ inbox, selectEvents, log },
      }),
    );
  // Last, so that the appservice listener can answer the ping of the very first look.
  steps.start();
  return { site: site?.port, appservice: appservice?.port, operations: operations?.port, ...ports };
}
