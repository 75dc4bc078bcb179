/**
 * The meaning of the error codes of Node, undici and nodemailer for a failed connection. Only codes are read, because the
 * messages may hold names and credentials.
 */
const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'name not found',
  EDNS: 'name not found',
  EAI_AGAIN: 'the name server does not answer',
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'no way to it',
  ENETUNREACH: 'no way to it',
  ECONNRESET: 'the connection broke',
  ECONNECTION: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  ETIMEDOUT: 'time-out',
  TIME_IS_UP: 'time-out',
  UND_ERR_CONNECT_TIMEOUT: 'time-out',
  UND_ERR_HEADERS_TIMEOUT: 'time-out',
  UND_ERR_BODY_TIMEOUT: 'time-out',
  EPROTOCOL: 'not a mail server',
  HPE_INVALID_CONSTANT: 'no web server',
};

/** The reason in words, or undefined for a code that means nothing to people. */
export const whyUnreachable = (code: string): string | undefined =>
  Object.hasOwn(words, code) ? words[code] : undefined;

/** The same for a thrown error; falls back to its code when we have no words for it. */
export function whyNoResponse(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? (whyUnreachable(code) ?? code) : 'no answer';
}
