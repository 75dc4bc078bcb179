/** What the door itself says to a client. Sentences about fields come from the rules of meetings. */
export const sentences = {
  noJson: 'request: must be JSON',
  noObject: 'request: must be a JSON object',
  notUtf8: 'request: must be UTF-8',
  seqTooDeep: 'seq: is nested too deeply',
  failed: 'the token could not be made; try again later',
  tooLong: (most: number) => `request: must have at most ${most} bytes; the connection is closed`,
  unfinished: (idle: number) =>
    `request: its end did not come within ${idle / 1_000} seconds; the connection is closed`,
  wrongSecret: 'the first line must be the secret; the connection is closed',
  http: 'request: HTTP is not spoken on this port; the connection is closed',
  notAllowed: 'this address may not ask for tokens; the connection is closed',
  tooMany: 'too many connections; this one is closed',
} as const;
