import type { EmailAddress } from '../kernel/email-address.ts';
import type { Receipt } from '../outbox/job.ts';

export interface Mailer {
  /**
   * Sends one mail to one person. `Message-ID` and `Date` come from the job, so a repeat is recognisable. Answers the
   * `Message-ID` and what the mail server said when it took the mail, without addresses. Throws `Fault`.
   */
  send(
    mail: {
      readonly to: EmailAddress;
      readonly subject: string;
      readonly text: string;
      readonly html: string;
      readonly jobId: string;
      /** Epoch milliseconds: the job's. */
      readonly date: number;
    },
    signal: AbortSignal,
  ): Promise<Receipt>;
}
