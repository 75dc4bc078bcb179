import { parseEmailAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import { timeOf } from '../../kernel/ids.ts';
import { done, refused } from '../../outbox/job.ts';
import type { Channel } from '../../ports/channel.ts';
import type { OpenMailer } from './open-mailer.ts';
import { renderMail } from './render.tsx';

/**
 * Notifications as mail. `Message-ID` and `Date` are those of the job, so that a repeat can be recognised; no mail server does that
 * by itself. A mail that replaces an earlier one is a reply to it, so that both stand together in people's programs.
 */
export function makeEmailChannel(mailer: OpenMailer): Channel {
  return {
    async deliver(delivery, signal) {
      const to = parseEmailAddress(delivery.address);
      if (to === undefined) return refused('no mail address');
      const mail = { to, ...renderMail(delivery), jobId: delivery.id, date: timeOf(delivery.id) };
      try {
        return done(await mailer.send({ ...mail, inReplyTo: delivery.replaces }, signal));
      } catch (error) {
        // The mail server speaks of this one address, for good.
        if (error instanceof Fault && error.code === 'email.address-refused')
          return refused(error.words || error.message);
        throw error;
      }
    },

    async connect(signal) {
      await mailer.verify(signal);
      return `connected as ${mailer.sender}`;
    },
  };
}
