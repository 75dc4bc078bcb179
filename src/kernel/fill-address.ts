/** What an address of the configuration may name in braces. */
export const addressPlaces = ['server', 'homeserver', 'userId'] as const;
type Place = (typeof addressPlaces)[number];

const place = /\{([^{}]*)\}/g;

/** Returns the first thing in braces that is no known place; `{` or `}` for a brace without its pair. */
export function unknownPlace(address: string): string | undefined {
  const unknown = [...address.matchAll(place)].find(([, name]) => !addressPlaces.some((known) => known === name));
  return unknown?.[0] ?? /[{}]/.exec(address.replaceAll(place, ''))?.[0];
}

/**
 * Puts values, percent-encoded, in the place of `{server}`, `{homeserver}` and `{userId}`. Returns undefined if the address names
 * something that has no value here.
 */
export function fillAddress(address: string, values: Readonly<Partial<Record<Place, string>>>): string | undefined {
  const missing = addressPlaces.some((name) => address.includes(`{${name}}`) && values[name] === undefined);
  if (missing) return undefined;
  return address.replaceAll(place, (_, name: Place) => encodeURIComponent(values[name] ?? ''));
}
