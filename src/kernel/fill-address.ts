/** What an address of the configuration may name in braces. */
export const fillableNames = ['server', 'homeserver', 'userId'] as const;
type FillableName = (typeof fillableNames)[number];

const braced = /\{([^{}]*)\}/g;

/** Returns the first thing in braces that is no known name; `{` or `}` for a brace without its pair. */
export function unknownName(address: string): string | undefined {
  const unknown = [...address.matchAll(braced)].find(([, name]) => !fillableNames.some((known) => known === name));
  return unknown?.[0] ?? /[{}]/.exec(address.replaceAll(braced, ''))?.[0];
}

/**
 * Puts values, percent-encoded, where `{server}`, `{homeserver}` and `{userId}` stand. Returns undefined if the address names
 * something that has no value here.
 */
export function fillAddress(
  address: string,
  values: Readonly<Partial<Record<FillableName, string>>>,
): string | undefined {
  const missing = fillableNames.some((name) => address.includes(`{${name}}`) && values[name] === undefined);
  if (missing) return undefined;
  return address.replaceAll(braced, (_, name: FillableName) => encodeURIComponent(values[name] ?? ''));
}
