import { parseSmtpUrl } from '../../config/smtp-url.ts';
import { answerChecks } from './answer-checks.ts';
import type { Answers, Ask, InitOptions } from './init-options.ts';

type Given = Pick<InitOptions, 'smtp' | 'smtpFile' | 'smtpUser' | 'smtpPassword' | 'smtpPasswordFile'>;

/**
 * Asks for the mail server, and apart from it for user and password, because a password rarely fits into an address. The password
 * goes into a file of its own, so that the configuration holds no secret.
 *
 * @param known what a configuration that is there says
 */
export async function askSmtp(given: Given, ask: Ask, known?: string): Promise<Answers['smtp']> {
  const text = await ask({
    message: 'Mail server (smtp://host:587, or smtps://host:465; user and password are asked for next)',
    given: given.smtp,
    suggestion: known ?? 'smtp://127.0.0.1:25',
    option: given.smtpFile === undefined ? '--smtp' : 'What --smtp-file names',
    check: given.smtp === undefined ? answerChecks.typedSmtp : answerChecks.givenSmtp,
  });
  const read = parseSmtpUrl(text);
  // The option was wrong and is reported with all others before anything is written.
  if (!read.ok) return { url: text, user: undefined, password: undefined };
  const { url, host, user: named, password: held } = read.value;
  // With the server as an option nothing about mail is asked.
  const user =
    named ??
    (await ask({
      message: `User name at ${host}`,
      given: given.smtpUser ?? (given.smtp === undefined ? undefined : ''),
      suggestion: '',
      option: '--smtp-user',
      check: answerChecks.smtpUser,
      none: 'it asks for no log-in',
    }));
  if (user === '') return { url, user: undefined, password: undefined };
  const password =
    held?.reveal() ??
    (await ask({
      message: `Password of ${user} at ${host} (not shown; it goes into data/smtp-password)`,
      given: given.smtpPassword,
      suggestion: undefined,
      option: given.smtpPassword === undefined ? '--smtp-password-file' : 'What --smtp-password-file names',
      check: answerChecks.smtpPassword,
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
