/** Joins and splits of the names that channels, their accounts and their jobs have. */

/** The place of a destination: what stands before the first `:`; '' if there is none. A `channel` fault pauses it. */
export const placeOf = (destination: string): string => destination.slice(0, Math.max(0, destination.indexOf(':')));

/** The service that a channel speaks to: `telegram` of `telegram`, and of its further account `telegram@alarm`. */
export const serviceOf = (channel: string): string => channel.split('@', 1)[0] ?? '';

/** The account of a channel by its name, `alarm` of `telegram@alarm`; undefined for the channel that has the service's name alone. */
export function accountOf(channel: string): string | undefined {
  const at = channel.indexOf('@');
  return at < 0 ? undefined : channel.slice(at + 1);
}

/** The channel of a further account: `telegram@alarm`. */
export const accountChannel = (service: string, account: string): string => `${service}@${account}`;

/** May an account have this name? Lower-case letters, digits, `-` and `_`, as names of targets. */
export const isAccountName = (text: string): boolean => /^[a-z0-9][a-z0-9_-]{0,62}$/.test(text);
