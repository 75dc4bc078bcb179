/** Epoch milliseconds of an HTTP date (RFC 9110, 5.6.7), which names a weekday first and has a time; undefined for anything else. */
export function parseHttpDate(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
