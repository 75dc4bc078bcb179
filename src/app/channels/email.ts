import { MailSection } from '../../config/sections/mail.ts';
import { defineChannel } from './channel-kind.ts';

/** Letters over SMTP. */
export const email = defineChannel({
  name: 'email',
  sections: { mail: MailSection.optional() },
  open: async (config) => (await import('./mailer.ts')).openConfiguredMailer(config),
  check: async (config, runtime, letter) => (await import('./check-mail.ts')).checkMail(config, runtime, letter),
});
