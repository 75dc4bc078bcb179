import { fingerprint } from './fingerprint.ts';

/**
 * Returns the destination for a recipient whom the column is not to show. Two recipients with one fingerprint wait for each other's turn, which
 * does no harm; capitals make no other recipient.
 */
export const destinationAt = (place: string, recipient: string): string =>
  `${place}:${fingerprint(recipient.toLowerCase())}`;
