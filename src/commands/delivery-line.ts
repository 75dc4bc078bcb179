import type { DeliveryState, NotificationTools } from '../app/notifications/tools.ts';
import { troubleInWords } from '../app/place-states.ts';

const signs: Readonly<Record<DeliveryState['state'], string>> = {
  ...{ delivered: '✓', undeliverable: '✗', waiting: '…', cleared: '✓' },
};

/**
 * `✓ email  0.4 s`, `✗ telegram  chat not found`, `… email  waits: The mail server does not answer. …`, `… email  held until 07:00 (…)`.
 *
 * @param name what the line is about, in place of the channel
 * @param pause that its whole channel is held back, and why
 */
export function lineOf(
  { channel, state, code, words, held, acceptedAt, doneAt }: DeliveryState,
  name: string = channel,
  pause?: Pause,
): string {
  const seconds = doneAt === null ? '' : `${((doneAt - acceptedAt) / 1_000).toFixed(1)} s`;
  const why = words ?? code ?? '';
  const until = pause === undefined ? `Porter tries again (${why})` : troubleInWords(pause);
  const said = {
    delivered: seconds,
    undeliverable: why,
    cleared: 'over before it was to go out',
    waiting: held ?? (why === '' && pause === undefined ? 'waits' : `waits: ${until}`),
  }[state];
  return `${signs[state]} ${name}  ${said}`;
}

type Pause = Awaited<ReturnType<NotificationTools['pausedPlaces']>>[number];

/** It is delivered, over before anybody had to hear of it, or waits for its hour as it is meant to. */
export const isFine = ({ state, held }: DeliveryState): boolean =>
  state === 'delivered' || state === 'cleared' || held !== null;

export const NO_PORTER = 'No Porter runs here, so nothing leaves yet: start porter serve. Waiting for it.';
