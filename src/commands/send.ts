import { text as readAll } from 'node:stream/consumers';
import { configFor } from '../app/config.ts';
import type { DeliveryState, NotificationTools } from '../app/notifications/tools.ts';
import { notifications } from '../app/parts/notifications.ts';
import { SECOND, systemClock } from '../kernel/clock.ts';
import { commandRuntime } from './command-runtime.ts';
import { isFine, lineOf, NO_PORTER } from './delivery-line.ts';
import { type Exit, FINE, REFUSED } from './exit.ts';
import { LENGTH_HINT, parseLength } from './option-values.ts';
import { asSentence, complain, print, printJson } from './print.ts';
import { type CommonOptions, withPart, wrong } from './with-config.ts';

export interface SendOptions extends CommonOptions {
  readonly to?: readonly string[];
  readonly link?: string;
  readonly urgency?: string;
  readonly origin?: string;
  readonly block?: boolean;
  readonly wait?: boolean;
  readonly for?: string;
  readonly test?: boolean;
}

/** How often `--wait` looks. Milliseconds. */
const LOOKS = 200;

/**
 * Hands a notification in, as a program does over HTTP, and answers once it is kept. A running Porter delivers it.
 *
 * @param texts the title, then lines; `-` stands for standard input
 */
export const send = (texts: readonly string[], options: SendOptions): Promise<Exit> =>
  withPart(
    options,
    ({ config }) => configFor(notifications, config),
    'This Porter carries no notifications: its configuration has no section notifications.',
    async (config, loaded) => {
      const { openNotificationTools } = await import('../app/notifications/tools.ts');
      await using tools = await openNotificationTools(config, loaded, commandRuntime());
      const to = options.test && options.to === undefined ? tools.targets : (options.to ?? []);
      if (to.length === 0) {
        return wrong(options, `Say whom it is for: --to with one of ${tools.targets.join(', ')}, or an address.`);
      }
      const seconds = options.for === undefined ? undefined : parseLength(options.for);
      if (options.for !== undefined && (seconds === undefined || !options.wait)) {
        return wrong(options, `${LENGTH_HINT}, beside --wait.`);
      }
      if (options.test) {
        const { sendTest } = await import('./send-test.ts');
        return await sendTest(tools, texts[0], extras(options), to, options);
      }
      const fields = await messageOf(texts, options);
      if (fields === undefined)
        return wrong(options, 'Say what to send: porter send --to ops "Disk full" "sda1 at 98 %".');
      return await keep(tools, { ...fields, ...extras(options) }, to, { ...options, seconds });
    },
  );

/** @returns undefined if there is no text at all */
async function messageOf([title, ...lines]: readonly string[], { block }: SendOptions) {
  if (title === undefined) {
    if (process.stdin.isTTY) return undefined;
    return { lines: await readAll(process.stdin), preformatted: block ?? false };
  }
  const all = await Promise.all(lines.map(async (line) => (line === '-' ? await readAll(process.stdin) : line)));
  return title === '-'
    ? { lines: [await readAll(process.stdin), ...all].join('\n'), preformatted: block ?? false }
    : { title, lines: all, preformatted: block ?? false };
}

const extras = ({ link, urgency, origin }: SendOptions) => ({
  ...(link === undefined ? {} : { link }),
  ...(urgency === undefined ? {} : { urgency }),
  ...(origin === undefined ? {} : { origin }),
});

async function keep(
  tools: NotificationTools,
  fields: Readonly<Record<string, unknown>>,
  to: readonly string[],
  options: SendOptions & { readonly seconds: number | undefined },
): Promise<Exit> {
  const outcome = await tools.send(fields, to);
  if (!outcome.ok) return wrong(options, asSentence(`It was not kept: ${outcome.detail}`));
  const [id = ''] = outcome.value.ids;
  // What follows is told of the one before.
  const merged = outcome.value.merged.length > 0 && { merged: true };
  if (merged && !options.json) {
    print(`The same was sent before as ${id}, within the time of notifications.merge: this one is only counted.`);
  }
  if (!options.wait) {
    if (options.json) printJson({ ok: true, id, ...merged });
    else if (!merged)
      print(`Kept as ${id}. Porter delivers it while "porter serve" runs; --wait shows what becomes of it.`);
    return FINE;
  }
  if (tools.served() === false) complain(NO_PORTER);
  const ended = await waitForAll(tools, id, options.seconds, (state) => {
    if (!options.json) print(lineOf(state));
  });
  // What came beyond the number of a minute has no delivery of its own.
  if (ended.length === 0) {
    if (options.json) printJson({ ok: true, id, ...merged, deliveries: [], together: true });
    else print('… too many within a minute: it is kept, and shown together with the others at the end of the minute');
    return FINE;
  }
  if (options.json) printJson({ ok: ended.every(isFine), id, ...merged, deliveries: ended });
  return ended.every(isFine) ? FINE : REFUSED;
}

/**
 * Tells of each delivery as soon as it has ended or is held back, and of those that meet trouble meanwhile, once.
 *
 * @param seconds after which it resolves with what there is; undefined: never
 */
async function waitForAll(
  { look, pausedPlaces }: NotificationTools,
  id: string,
  seconds: number | undefined,
  tell: (state: DeliveryState) => void,
): Promise<readonly DeliveryState[]> {
  const until = seconds === undefined ? Number.POSITIVE_INFINITY : systemClock.monotonic() + seconds * SECOND;
  const told = new Set<number>();
  const met = new Set<number>();
  const troubled = new Set<number>();
  for (;;) {
    const { deliveries: states = [] } = (await look(id)) ?? {};
    const paused = await pausedPlaces();
    for (const [index, state] of states.entries()) {
      // What quiet hours hold back would keep the caller waiting for the night.
      if ((state.state !== 'waiting' || state.held !== null) && !told.has(index)) {
        told.add(index);
        tell(state);
      } else if (state.state === 'waiting' && !troubled.has(index)) {
        const pause = paused.find(({ place }) => place === state.channel);
        if (pause === undefined && !met.has(index)) {
          // That its whole channel is held back is written down a moment later.
          if (state.code !== null) met.add(index);
          continue;
        }
        complain(lineOf(state, state.channel, pause));
        // Some things wait for a day.
        if (troubled.size === 0) complain('It is kept, and Porter goes on trying. Ctrl+C ends only the waiting here.');
        troubled.add(index);
      }
    }
    if (told.size === states.length) return states;
    if (systemClock.monotonic() >= until) {
      complain(
        `${states.length - told.size} of ${states.length} did not arrive in time: kept, and Porter goes on trying (porter outbox list).`,
      );
      return states;
    }
    await systemClock.sleep(LOOKS);
  }
}
