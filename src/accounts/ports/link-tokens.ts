/** Tokens of links that set passwords, computed from Porter's key whenever they are needed, so that they are never stored. */
export interface LinkTokens {
  token(linkId: string): string;
  /** The form in which it is kept. */
  hash(token: string): string;
}
