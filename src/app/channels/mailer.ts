import type { z } from 'zod';
import { starttlsFor } from '../../channels/email/mailer-settings.ts';
import { type OpenMailer, openMailer } from '../../channels/email/open-mailer.ts';
import type { MailSection } from '../../config/sections/mail.ts';
import { type GroundConfig, titleOf } from '../ground-sections.ts';

export type MailConfig = z.output<typeof MailSection>;

/** The configuration that a mailer is opened from. */
export type MailerConfig = Pick<GroundConfig, 'site' | 'homeserver'> & { readonly mail: MailConfig };

/** The name that Porter logs in with at the mail server; undefined without a log-in. */
export const mailUser = ({ user, smtp }: Pick<MailConfig, 'user' | 'smtp'>): string | undefined => user ?? smtp.user;

export const openConfiguredMailer = ({ mail, site, homeserver }: MailerConfig): Promise<OpenMailer> =>
  openMailer({
    // Nobody who gets a letter knows a program's name, but everybody knows the service's.
    from: mail.from.name === '' ? { ...mail.from, name: site ? titleOf(site, homeserver) : '' } : mail.from,
    replyTo: mail.replyTo,
    bounce: mail.bounce,
    dkim: mail.dkim,
    host: mail.smtp.host,
    port: mail.smtp.port,
    secure: mail.smtp.secure,
    user: mailUser(mail),
    password: mail.password ?? mail.smtp.password,
    starttls: starttlsFor(mail.smtp.host, mail.requireTls),
    headers: mail.headers,
  });
