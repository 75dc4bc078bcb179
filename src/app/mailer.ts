import { type OpenMailer, openMailer, starttlsFor } from '../channels/email/open-mailer.ts';
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
