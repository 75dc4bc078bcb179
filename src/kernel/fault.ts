/** What a failure concerns: one recipient, a whole place (a channel or an API), or this one message. */
export type FaultScope = 'person' | 'channel' | 'message';

export interface FaultOptions {
  /** Stable, dotted, e.g. `homeserver.down`; tests and metrics use it. */
  readonly code: string;
  /** Can the same attempt succeed later without anybody doing anything? */
  readonly retryable: boolean;
  /** How long the other side asked us to wait, in milliseconds. */
  readonly afterMs?: number;
  /** What a person has to do about it, one sentence. */
  readonly remedy?: string;
  readonly scope: FaultScope;
  /** The request may have taken effect: only the answer is missing. */
  readonly outcome?: 'unknown';
  readonly cause?: unknown;
}

/**
 * Something broke or somebody else said no. Only the outbox retries.
 *
 * A `channel` fault pauses its place without using up attempts, whether retryable or not; a `person` or `message`
 * fault that is not retryable makes the job a dead letter. Messages never hold a secret, a URL with a token or
 * somebody's address.
 */
export class Fault extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly afterMs: number | undefined;
  readonly remedy: string | undefined;
  readonly scope: FaultScope;
  readonly outcome: 'unknown' | undefined;

  constructor(message: string, options: FaultOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = options.code;
    this.retryable = options.retryable;
    this.afterMs = options.afterMs;
    this.remedy = options.remedy;
    this.scope = options.scope;
    this.outcome = options.outcome;
  }
}
