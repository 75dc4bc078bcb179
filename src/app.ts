import { hostname } from 'node:os';
import { configuredParts } from './app/config.ts';
import { openGround } from './app/ground.ts';
import type { Loaded } from './app/load-config.ts';
import type { Runtime } from './app/open-database.ts';
import type { OpenPart } from './app/part.ts';
import { makeShutdownGroup } from './app/shutdown-group.ts';
import { type Ports, startWork } from './app/start-work.ts';
import { watchParts } from './app/steps/watch-parts.ts';
import { SECOND } from './kernel/clock.ts';

/**
 * What runs gets 20 s to finish, pages and attempts alike and all at the same time (listeners and outbox end theirs by then);
 * after this time nothing is waited for any more.
 */
const STOP_MS = 24 * SECOND;
/** Calls to the homeserver outside the outbox are told to stop after this time: they are repeated at the next start. */
const CALLS_MS = 10 * SECOND;

/** The running program. Closing it finishes what runs (20 s), then lets go of the homeserver and the database. */
export interface App extends AsyncDisposable {
  readonly ports: Ports;
}

/**
 * Opens the ground and the configured parts, then lets them work. What was opened before is closed again when a later one fails.
 * The homeserver may be away, unregistered or unwilling: the steps look after that. Throws `StorageRefusal` and `Fault` for what
 * stops a start.
 *
 * @param takeOver this database becomes the one that acts for the homeserver
 */
export async function openApp(loaded: Loaded, runtime: Runtime, takeOver = false): Promise<App> {
  const { clock, log } = runtime;
  await using opening = new AsyncDisposableStack();
  const closing = new AbortController();
  const ground = opening.use(await openGround(loaded, runtime, takeOver, closing.signal));

  const configured = configuredParts(loaded.config);
  const parts: OpenPart[] = [];
  for (const { part, config } of configured) {
    const opened = await part.open(config, ground);
    opening.defer(async () => opened.close?.());
    if (opened.hearsRoom !== undefined) ground.hear(opened.hearsRoom);
    parts.push(opened);
  }
  const steps = await watchParts(configured, parts, ground);
  ground.setSteps(steps);

  const running = opening.use(makeShutdownGroup(STOP_MS, clock, log));
  running.defer(() => void clock.after(CALLS_MS, () => closing.abort()));
  const ports = await startWork({ config: loaded.config, ground, parts, steps, running });
  log.info('Porter is up', { ...ports, host: hostname(), publicUrl: loaded.config.site?.publicUrl });

  const opened = opening.move();
  return { ports, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
