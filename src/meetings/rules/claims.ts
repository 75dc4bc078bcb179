/**
 * The payload of a token (docs/operate/meetings.md says which server reads which claim). Times in epoch seconds, whole numbers.
 */
export interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  /** Bare room name in lower case, percent-encoded as by Jitsi's client, or `*`. */
  readonly room: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly jti: string;
  /** Left out for the hosted Jitsi. */
  readonly moderator?: boolean;
  readonly context: {
    /** Every value is text, except the switches that the plugins expect as booleans. */
    readonly user: Readonly<Record<string, string | boolean>>;
    readonly features?: Readonly<Record<string, string | boolean>>;
    readonly group?: string;
  };
}
