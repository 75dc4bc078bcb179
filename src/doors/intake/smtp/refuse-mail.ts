import type { SMTPServerError } from 'smtp-server';

/** Makes a negative reply (RFC 5321). @param code of RFC 5321: 4xx is tried again later, 5xx never */
export const refuseMail = (code: number, sentence: string): SMTPServerError =>
  Object.assign(new Error(sentence), { responseCode: code });
