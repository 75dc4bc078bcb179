import type { DeliveryState, NotificationTools, Reached } from '../app/notifications/tools.ts';
import { SECOND, systemClock } from '../kernel/clock.ts';
import { isFine, lineOf, NO_PORTER } from './delivery-line.ts';
import { type Exit, FINE, REFUSED } from './exit.ts';
import { asSentence, complain, print, printJson, utcText } from './print.ts';
import { type CommonOptions, wrong } from './with-config.ts';

/** How often it is looked what became of the test. Milliseconds. */
const LOOKS = 200;
/** After so long, what still waits is told as such. Milliseconds; a service that is slow answers within an attempt of the outbox. */
const PATIENCE = 60 * SECOND;

/**
 * Sends a test message, once to each address, and says of each target and address what became of it. Exit code 1 unless all of them
 * have it within a minute.
 *
 * @param to targets and single addresses
 */
export async function sendTest(
  tools: NotificationTools,
  title: string | undefined,
  extras: Readonly<Record<string, unknown>>,
  to: readonly string[],
  options: CommonOptions,
): Promise<Exit> {
  const outcome = await tools.send({ ...testMessage(title), ...extras }, to);
  if (!outcome.ok) return wrong(options, asSentence(`It was not kept: ${outcome.detail}`));
  const [id = ''] = outcome.value.ids;
  const { json } = options;
  if (!json && tools.served() === false) complain(NO_PORTER);

  const left = new Set(tools.reached(to));
  const troubled = new Set<Reached>();
  const ended: (Reached & DeliveryState)[] = [];
  const until = systemClock.monotonic() + PATIENCE;
  for (let late = false; left.size > 0 && !late; ) {
    late = systemClock.monotonic() > until;
    const { deliveries: states = [] } = (await tools.look(id)) ?? {};
    const pauses = await tools.pausedPlaces();
    for (const way of left) {
      const state = states[way.delivery];
      const pause = pauses.find(({ place }) => place === state?.channel);
      if (state === undefined || (state.state === 'waiting' && state.held === null && !late)) {
        if (json || state === undefined || pause === undefined || troubled.has(way)) continue;
        complain(lineOf(state, `${way.target}  ${way.address}`, pause));
        if (troubled.size === 0)
          complain(`It is kept, and Porter goes on trying. Waiting here for ${PATIENCE / SECOND} seconds at most.`);
        troubled.add(way);
        continue;
      }
      left.delete(way);
      ended.push({ ...way, ...state, words: state.words ?? pause?.sentence ?? null });
      if (!json) print(lineOf(state, `${way.target}  ${way.address}`, pause));
    }
    if (left.size > 0 && !late) await systemClock.sleep(LOOKS);
  }
  const all = left.size === 0 && ended.every(isFine);
  if (json) printJson({ ok: all, id, deliveries: ended });
  else if (left.size > 0) print('… too many within a minute: shown together with others at its end');
  return all ? FINE : REFUSED;
}

/**
 * Urgent, because quiet hours would hold back what is to be seen now. With the time to the millisecond, so that a second test is not
 * taken for the same notification and merely counted.
 */
function testMessage(title = 'This is a test of Porter') {
  const at = systemClock.now();
  const sent = `${utcText(at)}.${String(at % 1_000).padStart(3, '0')} UTC`;
  return { title, urgency: 'now', lines: [`If you read this, notifications arrive here. Sent ${sent}.`] };
}
