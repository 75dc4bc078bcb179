import { hostname } from 'node:os';
import { openDoor } from './app/door.ts';
import { openHomeserver } from './app/homeserver.ts';
import { keepTidy } from './app/keep-tidy.ts';
import { type AnyLoaded, keepsTheDoor } from './app/loaded.ts';
import { openConfiguredMailer } from './app/mailer.ts';
import { type Database, openDatabase, type Runtime } from './app/open-database.ts';
import { operationsFacts } from './app/operations-facts.ts';
import { makeShutdownGroup } from './app/shutdown-group.ts';
import { openConfiguredSite } from './app/site.ts';
import { openOperations } from './doors/operations/operations.ts';
import { SECOND } from './kernel/clock.ts';

/**
 * What runs gets 20 s to finish, pages and attempts alike and all at the same time (listeners and outbox end theirs by then);
 * after this time nothing is waited for any more.
 */
const STOP_MS = 24 * SECOND;
/** What waits for the homeserver outside the outbox is told to stop after this time: it is repeated at the next start. */
const PATIENCE_MS = 10 * SECOND;

/** Where each part listens; undefined for a part that is off. */
export interface Ports {
  readonly site: number | undefined;
  readonly appservice: number | undefined;
  readonly operations: number | undefined;
  readonly meetingsTcp: number | undefined;
  readonly meetingsHttp: number | undefined;
}

/** The running program. Closing it finishes what runs (20 s), then lets go of the homeserver and the database. */
export interface App extends AsyncDisposable {
  readonly ports: Ports;
}

/**
 * Opens everything in order; what was opened before is closed again when a later part fails. The homeserver may be away,
 * unregistered or unwilling: the steps are looked at until all are right. Throws `StorageRefusal` and `Fault` for what stops a start.
 */
export async function openApp(loaded: AnyLoaded, runtime: Runtime, takeOver = false): Promise<App> {
  const { clock, log } = runtime;
  const { config } = loaded;
  await using opening = new AsyncDisposableStack();

  const database = await openDatabase(config, runtime, true);
  const { storage } = database;
  opening.use(storage);
  // What could not be handled before, a newer version may understand: one attempt each, so that nothing waits for them.
  await storage.inbox.retryParked();
  const closing = new AbortController();
  const outside = keepsTheDoor(loaded)
    ? {
        loaded,
        database,
        homeserver: opening.use(await openHomeserver(loaded, storage, runtime, takeOver, closing.signal)),
        mailer: opening.use(await openConfiguredMailer(loaded.config)),
      }
    : undefined;

  const tokens = await openConfiguredTokens(config, database, runtime);
  // What was issued is written down after the last way in has closed.
  if (tokens) opening.use(tokens);

  const running = opening.use(makeShutdownGroup(STOP_MS, clock, log));
  running.defer(() => void clock.after(PATIENCE_MS, () => closing.abort()));
  const door = outside && (await openDoor({ ...outside, running }, runtime));
  const meetings = await tokens?.openDoors(running);
  keepTidy(running, storage, config.retention, runtime);

  const facts = operationsFacts(
    storage,
    door && outside && { outbox: door.outbox, steps: outside.homeserver.steps },
    runtime,
    meetings ? [meetings.measure] : [],
  );
  const operations =
    config.operations && running.use(await openOperations({ listen: config.operations.listen, facts, log }));
  const site = await openConfiguredSite(
    { config, database, applicants: door?.applicants, guests: meetings?.guests },
    runtime,
  );
  if (site) running.use(site);

  door?.start();
  const ports = {
    site: site?.port,
    appservice: door?.port,
    operations: operations?.port,
    meetingsTcp: meetings?.tcpPort,
    meetingsHttp: meetings?.httpPort,
  };
  log.info('Porter is up', { ...ports, host: hostname(), publicUrl: config.site?.publicUrl });

  const opened = opening.move();
  return { ports, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** Loaded only where it is wanted. */
async function openConfiguredTokens(config: AnyLoaded['config'], database: Database, runtime: Runtime) {
  const { meetings, site } = config;
  if (meetings === undefined) return undefined;
  const { openTokens } = await import('./app/meetings.ts');
  return openTokens({ meetings, site }, database, runtime);
}
