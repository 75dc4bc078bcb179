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
  crossCheck: ({ mail }, yaml) => crossCheckMail(mail, yaml),
  open: openConfiguredMailer,
  check: checkMail,
});

/** Finds settings that contradict each other. */
function crossCheckMail({ smtp, user, password }: MailConfig, yaml: YamlFile): Checked {
  const key = ['mail', 'password'];
  if (password === undefined) return { problems: [], warnings: [] };
  const twice = smtp.password ? [yaml.problem(key, 'is also part of mail.smtp', 'leave one of them out')] : [];
  const alone = user === undefined && smtp.user === undefined ? [yaml.problem(key, 'needs mail.user beside it')] : [];
  return { problems: [...twice, ...alone], warnings: [] };
}
