import { starttlsFor } from '../../channels/email/mailer-settings.ts';
import { MailSection } from '../../config/sections/mail.ts';
import type { Checked } from '../../config/shape.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import { defineChannel } from './channel-kind.ts';
import { checkMail } from './check-mail.ts';
import { type MailConfig, openConfiguredMailer } from './mailer.ts';

/** Letters over SMTP. */
export const email = defineChannel({
  name: 'email',
  sections: { mail: MailSection.optional() },
  crossCheck: ({ mail }, yaml, at) => crossCheckMail(mail, yaml, at),
  open: openConfiguredMailer,
  check: checkMail,
});

/** Finds settings that contradict each other, and half a log-in, with which letters would leave without any. */
function crossCheckMail(
  { smtp, user, password, requireTls }: MailConfig,
  yaml: YamlFile,
  at: readonly string[],
): Checked {
  const name = at.join('.');
  const problem = (key: string, sentence: string, remedy?: string) => [yaml.problem([...at, key], sentence, remedy)];
  const twice = 'leave one of them out';
  const oneUser = user ?? smtp.user;
  const onePassword = password ?? smtp.password;
  // The operator may have meant it: there are mail servers in a house that know no TLS.
  const inTheClear = oneUser !== undefined && !smtp.secure && starttlsFor(smtp.host, requireTls) === 'offered';
  return {
    warnings: inTheClear
      ? problem(
          'requireTls',
          `is false while Porter logs in at ${smtp.host}: whoever stands between can switch TLS off unseen, and read the password and every letter`,
          'leave requireTls out; keep it only for a mail server without TLS in a network that nobody else uses',
        )
      : [],
    problems: [
      ...(user !== undefined && smtp.user !== undefined ? problem('user', `is also part of ${name}.smtp`, twice) : []),
      ...(password !== undefined && smtp.password !== undefined
        ? problem('password', `is also part of ${name}.smtp`, twice)
        : []),
      ...(onePassword !== undefined && oneUser === undefined
        ? problem('password', `needs ${name}.user beside it`)
        : []),
      ...(oneUser !== undefined && onePassword === undefined
        ? problem(
            user === undefined ? 'smtp' : 'user',
            'names a user at the mail server without a password',
            `set ${name}.password, such as { file: data/smtp-password }`,
          )
        : []),
    ],
  };
}
