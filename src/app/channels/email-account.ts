import { readEmailAddress } from '../../channels/email/address.ts';
import { MailSection } from '../../config/sections/mail.ts';
import { openConfiguredMailer } from './mailer.ts';
import { defineMessenger } from './messenger-kind.ts';

/** Further accounts at mail servers, for notifications alone; letters of Porter's own go by `mail`. */
export const emailAccount = defineMessenger({
  name: 'email',
  label: 'mail',
  section: MailSection,
  plain: [['mail']],
  displacedBy: ({ smtp }) => (smtp === undefined ? [] : ['user', 'password']),
  readAddress: readEmailAddress,
  cannotHear: () => 'takes no replies: replyTo names the mailbox for them',
  connectsBeside: () => false,
  async open(mail, _, ground) {
    const { makeEmailChannel } = await import('../../channels/email/make-channel.ts');
    const mailer = await openConfiguredMailer({ ...ground, mail });
    return { ...makeEmailChannel(mailer), [Symbol.asyncDispose]: () => mailer[Symbol.asyncDispose]() };
  },
});
