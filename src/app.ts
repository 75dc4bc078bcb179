import { hostname } from 'node:os';
import { configuredParts } from './app/config.ts';
import { openGround } from './app/ground.ts';
import type { Loaded } from './app/load-config.ts';
import { withKeyOfListener } from './app/name-listener.ts';
import type { Runtime } from './app/open-database.ts';
import type { OpenPart } from './app/open-part.ts';
import { makeShutdownGroup } from './app/shutdown-group.ts';
import { type Ports, startWork } from './app/start-work.ts';
import { watchParts } from './app/steps/watch-parts.ts';
import { SECOND } from './kernel/clock.ts';

/**
 * Longest shutdown. Requests and attempts that run have 20 s to finish, all at the same time; then listeners and outbox end them.
 * After this time Porter waits for nothing more.
 */
const STOP_MS = 24 * SECOND;
/** After this time of a shutdown, calls to the homeserver outside the outbox are aborted: the next start repeats them. */
const CALLS_MS = 10 * SECOND;

/** The running program. Closing it lets running work finish (20 s), then closes the homeserver's client and the database. */
export interface App extends AsyncDisposable {
  readonly ports: Ports;
}

/**
 * Opens the ground and the configured parts, then starts them. If one of them fails, closes those that are open already. The
 * homeserver may be down, or may not know or not accept Porter: the steps handle that. Throws `StorageRefusal` and `Fault` for
 * what prevents a start.
 *
 * @param takeOver makes this database the one that acts for the homeserver
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
    const foreign = Object.keys(opened.handlers ?? {}).find((kind) => !kind.startsWith(`${part.name}.`));
    if (foreign !== undefined) throw new Error(`the kind ${foreign} does not begin with ${part.name}`);
    ground.hear(opened);
    if (opened.acceptsInvitationsBy !== undefined) ground.letInvite(opened.acceptsInvitationsBy);
    ground.ask(part.name, opened);
    parts.push(opened);
  }
  const steps = await watchParts(configured, parts, ground);
  ground.setSteps(steps);

  const running = opening.use(makeShutdownGroup(STOP_MS, clock, log));
  running.defer(() => void clock.after(CALLS_MS, () => closing.abort()));
  const ports = await startWork({ config: loaded.config, ground, parts, steps, running }).catch((error: unknown) => {
    throw withKeyOfListener(error, loaded.config);
  });
  log.info('Porter is up', { ...ports, host: hostname(), publicUrl: loaded.config.site?.publicUrl });

  const opened = opening.move();
  return { ports, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
