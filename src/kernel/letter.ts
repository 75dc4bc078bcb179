/** A mail from Porter to one person, ready to be sent. */
export interface Letter {
  /** One line. */
  readonly subject: string;
  /** The whole text as plain text. */
  readonly text: string;
  /** The same as an HTML document, without remote content. */
  readonly html: string;
}
