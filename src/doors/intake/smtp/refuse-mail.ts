import type { SMTPServerError } from 'smtp-server';

/** What is said to a program instead of what it asked for. @param code of RFC 5321: 4xx is tried again later, 5xx never */
export const refuseMail = (code: number, sentence: string): SMTPServerError =>
  Object.assign(new Error(sentence), { responseCode: code });
