/** PostgreSQL has no NUL in text; the same value is kept everywhere, so that every dialect hands back the same. */
export function storable(parameters: readonly unknown[]): unknown[] {
  return parameters.map((value) =>
    typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value,
  );
}
