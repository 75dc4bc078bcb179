import { parseSmtpUrl } from '../../config/smtp-url.ts';
import { checkTypedSmtp } from './answer-checks.ts';
import type { Answers, Ask, InitOptions } from './init-options.ts';
import { fromFile, questionFor } from './question-for.ts';

type Given = Pick<InitOptions, 'smtp' | 'smtpFile' | 'smtpUser' | 'smtpPassword' | 'smtpPasswordFile'>;

/**
 * Asks for the mail server, and apart from it for user and password, because a password rarely fits into an address. The password
 * goes into a file of its own, so that the configuration holds no secret.
 *
 * @param known what a configuration that is there says
 */
export async function askSmtp(given: Given, ask: Ask, known?: string): Promise<Answers['smtp']> {
  const text = await ask({
    ...questionFor('smtp', given),
    ...fromFile(given, 'smtpFile'),
    ...(given.smtp === undefined ? { check: checkTypedSmtp } : {}),
    suggestion: known ?? 'smtp://127.0.0.1:25',
  });
  const read = parseSmtpUrl(text);
  // The option was wrong and is reported with all others before anything is written.
  if (!read.ok) return { url: text, user: undefined, password: undefined };
  const { url, host, user: named, password: held } = read.value;
  // With the server as an option nothing about mail is asked.
  const user =
    named ??
    (await ask({
      ...questionFor('smtpUser', given),
      message: `User name at ${host}`,
      given: given.smtpUser ?? (given.smtp === undefined ? undefined : ''),
      suggestion: '',
    }));
  if (user === '') return { url, user: undefined, password: undefined };
  const password =
    held?.reveal() ??
    (await ask({
      ...questionFor('smtpPasswordFile', given),
      ...(given.smtpPassword === undefined ? {} : fromFile(given, 'smtpPasswordFile')),
      message: `Password of ${user} at ${host} (not shown; it goes into data/smtp-password)`,
      given: given.smtpPassword,
      suggestion: undefined,
      hidden: true,
    }));
  return { url, user, password };
}

/** Says how the letters will leave, as it was understood; never the password. */
export function mailUnderstood({ smtp, mailFrom }: Pick<Answers, 'smtp' | 'mailFrom'>): string {
  const read = parseSmtpUrl(smtp.url);
  if (!read.ok) return '';
  const { host, port, secure } = read.value;
  const login =
    smtp.user === undefined
      ? 'without a log-in'
      : `as the user ${JSON.stringify(smtp.user)}, whose password is in data/smtp-password`;
  return `Letters leave from ${mailFrom} by ${host}, port ${port} (${secure ? 'TLS from the first byte' : 'STARTTLS'}), ${login}.`;
}
