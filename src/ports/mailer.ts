import type { EmailAddress } from '../kernel/email-address.ts';
import type { Receipt } from '../outbox/job.ts';

export interface Mailer {
  /**
   * Sends one mail to one person, with the job's `Message-ID` and `Date`, so that a repeat can be recognised. Resolves with the
   * `Message-ID` and with what the mail server said when it took the mail, without addresses. Throws `Fault`.
   */
  send(
    mail: {
      readonly to: EmailAddress;
      readonly subject: string;
      readonly text: string;
      readonly html: string;
      readonly jobId: string;
      /** The job's date, epoch milliseconds. */
      readonly date: number;
      /** `Message-ID` of an earlier mail to which this one belongs; mail programs show the two together. */
      readonly inReplyTo?: string | undefined;
    },
    signal: AbortSignal,
  ): Promise<Receipt>;
}
