/** What went wrong with one request, in the terms of Discord and the network. Holds no secret and no text of a message. */
export type Failure =
  /** 429. @property everywhere no request at all gets through, not only those of one kind */
  | {
      readonly kind: 'too-many';
      readonly afterMs: number;
      readonly everywhere: boolean;
      readonly code: number | undefined;
    }
  /**
   * A status of 400 or more.
   *
   * @property code Discord's own number; undefined if the response has not Discord's form, because it comes from something in front of Discord
   * @property words what it said, one line
   */
  | { readonly kind: 'response'; readonly status: number; readonly code: number | undefined; readonly words: string }
  /** A response that the API does not give: a redirect, a page, too many bytes. */
  | { readonly kind: 'odd-response'; readonly status: number }
  /** No connection, or it ended before the response. @property code of Node, OpenSSL or undici; `TIME_IS_UP`: our own limit */
  | { readonly kind: 'no-response'; readonly code: string }
  /** Given up before it began. */
  | { readonly kind: 'not-sent' };

/** Thrown by requests instead of the errors of the library, which hold URLs with secrets, and the text of the message. */
export class RequestFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`a request to Discord failed (${failure.kind})`);
    this.name = 'RequestFailed';
    this.failure = failure;
  }
}
