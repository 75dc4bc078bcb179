import { type OpenMailer, openMailer, starttlsFor } from '../channels/email/open-mailer.ts';
import { Fault } from '../kernel/fault.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { RegistrationConfig } from './parts/registration.ts';

export const openConfiguredMailer = ({ mail }: Pick<RegistrationConfig, 'mail'>): Promise<OpenMailer> =>
  openMailer({
    from: mail.from,
    bounce: mail.bounce,
    host: mail.smtp.host,
    port: mail.smtp.port,
    secure: mail.smtp.secure,
    user: mail.user ?? mail.smtp.user,
    password: mail.password ?? mail.smtp.password,
    starttls: starttlsFor(mail.smtp.host, mail.requireTls),
    headers: mail.headers,
  });

/** A copy of the database must send nothing, letters included: they wait until it is known whose database this is. */
export const whileOurs = (mailer: Mailer, mayAct: () => 'yes' | 'no' | 'unknown'): Mailer => ({
  async send(mail, signal) {
    if (mayAct() === 'yes') return mailer.send(mail, signal);
    throw new Fault('Nothing is sent before the homeserver has said which database acts for it', {
      code: 'email.not-ours-yet',
      retryable: true,
      scope: 'channel',
      remedy: 'porter check says what is missing.',
    });
  },
});
