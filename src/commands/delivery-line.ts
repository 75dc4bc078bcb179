import type { DeliveryState } from '../app/notifications/tools.ts';

const signs: Readonly<Record<DeliveryState['state'], string>> = {
  ...{ delivered: '✓', undeliverable: '✗', waiting: '…', cleared: '✓' },
};

/**
 * `✓ email  0.4 s`, `✗ telegram  chat not found`, `… discord  waits: discord.rate-limited`, `… email  held until 07:00 (…)`.
 *
 * @param name what the line is about, in place of the channel
 */
export function lineOf(
  { channel, state, code, words, held, acceptedAt, doneAt }: DeliveryState,
  name: string = channel,
): string {
  const seconds = doneAt === null ? '' : `${((doneAt - acceptedAt) / 1_000).toFixed(1)} s`;
  const why = words ?? code ?? '';
  const said = {
    delivered: seconds,
    undeliverable: why,
    cleared: 'over before it was to go out',
    waiting: held ?? (why === '' ? 'waits' : `waits: ${why}`),
  }[state];
  return `${signs[state]} ${name}  ${said}`;
}

/** It is delivered, or waits for its hour as it is meant to. */
export const isFine = ({ state, held }: DeliveryState): boolean => state === 'delivered' || held !== null;

export const NO_PORTER = 'No Porter runs here, so nothing leaves yet: start porter serve. Waiting for it.';
