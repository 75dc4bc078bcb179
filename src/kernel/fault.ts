/**
 * Whom or what a fault concerns: one recipient (`person`), a whole place, i.e. a channel or an API (`channel`), or one message.
 */
export type FaultScope = 'person' | 'channel' | 'message';

export interface FaultOptions {
  /** Stable, dotted, e.g. `homeserver.down`; tests and metrics use it. */
  readonly code: string;
  /** True if the same attempt may succeed later without anybody doing anything. */
  readonly retryable: boolean;
  /** How long the other side asked us to wait, in milliseconds. */
  readonly afterMs?: number;
  /** What a person has to do about it, one sentence. */
  readonly remedy?: string;
  readonly scope: FaultScope;
  /**
   * The place that failed, refused or did not respond: `email`, `homeserver`, `team-room`, `account`, `storage`. Without it a
   * `channel` fault concerns the place of the job, and any other fault says nothing about a place.
   */
  readonly place?: string;
  /** The response is missing, so the request may have taken effect. */
  readonly outcome?: 'unknown';
  /** What the other side said, one line without addresses, for operators. */
  readonly words?: string;
  readonly cause?: unknown;
}

/**
 * Thrown when something broke or another system refused. Only the outbox retries.
 *
 * A `channel` fault pauses its place without using up attempts, whether retryable or not. A `person` or `message` fault that is
 * not retryable makes the job a dead letter; if it names a place, that place responded, so it works. Messages never contain a
 * secret, a URL with a token or a person's address.
 */
export class Fault extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly afterMs: number | undefined;
  readonly remedy: string | undefined;
  readonly scope: FaultScope;
  readonly place: string | undefined;
  readonly outcome: 'unknown' | undefined;
  readonly words: string | undefined;

  constructor(message: string, options: FaultOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = options.code;
    this.retryable = options.retryable;
    this.afterMs = options.afterMs;
    this.remedy = options.remedy;
    this.scope = options.scope;
    this.place = options.place;
    this.outcome = options.outcome;
    this.words = options.words;
  }
}

/** The same fault in other words. @param change what is different besides the message */
export function retold(fault: Fault, message: string, change: Partial<FaultOptions>): Fault {
  const { code, retryable, scope, afterMs, remedy, place, outcome, words, cause } = fault;
  return new Fault(message, {
    ...{ code, retryable, scope, cause },
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(place === undefined ? {} : { place }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(words === undefined ? {} : { words }),
    ...change,
  });
}
