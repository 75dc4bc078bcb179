/** Replaces NUL, which PostgreSQL cannot keep in text. Done for every dialect, so that all of them return the same. */
export function storable(parameters: readonly unknown[]): unknown[] {
  return parameters.map((value) =>
    typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value,
  );
}
