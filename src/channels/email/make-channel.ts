import { parseEmailAddress } from '../../kernel/email-address.ts';
import { done, refused } from '../../outbox/job.ts';
import type { Channel } from '../../ports/channel.ts';
import type { OpenMailer } from './open-mailer.ts';
import { renderForMail } from './render.ts';

/** Notifications as mails. A repeat has the Message-ID of the first attempt. */
export function makeEmailChannel(mailer: OpenMailer, { now }: { readonly now: () => number }): Channel {
  return {
    async deliver(delivery, signal) {
      const to = parseEmailAddress(delivery.address);
      if (to === undefined) return refused('this is no mail address');
      const mail = { ...renderForMail(delivery), to, jobId: delivery.id, date: delivery.firstTriedAt ?? now() };
      return done(await mailer.send(mail, signal));
    },
    async connect() {
      await mailer.verify();
      return 'connected to the mail server';
    },
  };
}
