import { makeEmailChannel } from '../../../src/channels/email/make-channel.ts';
import { openMailer } from '../../../src/channels/email/open-mailer.ts';
import { LONGEST_TEXT } from '../../../src/channels/email/render.tsx';
import { startMail } from '../../support/mail.ts';
import { settings } from '../../support/mailer.ts';
import { channelContract } from './suite.ts';

channelContract('email', async () => {
  const mail = await startMail();
  const mailer = await openMailer(settings(mail.port));
  return {
    channel: makeEmailChannel(mailer),
    address: 'ops@example.org',
    shown: async () => mail.letters.map(({ subject, text }) => `${subject}\n${text}`),
    lose: () => mail.fault({ trouble: 'cut-before-250' }),
    refuse: () => mail.fault({ trouble: 'refuse' }),
    async down() {
      await mail.down();
      return { up: mail.up };
    },
    async silent() {
      mail.fault({ trouble: 'hang', times: Number.POSITIVE_INFINITY });
      return { [Symbol.dispose]: mail.heal };
    },
    limit: LONGEST_TEXT + 1_000,
    remembersIds: false,
    async [Symbol.asyncDispose]() {
      await mailer[Symbol.asyncDispose]();
      await mail[Symbol.asyncDispose]();
    },
  };
});
