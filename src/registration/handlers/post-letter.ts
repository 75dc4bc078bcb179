import type { Clock } from '../../kernel/clock.ts';
import type { EmailAddress } from '../../kernel/email-address.ts';
import type { Letter } from '../../kernel/letter.ts';
import type { Job, JobTools } from '../../outbox/job.ts';
import type { Mailer } from '../ports.ts';

/** The code of the fault for an address that the mail server will never take. */
export const ADDRESS_REFUSED = 'email.address-refused';

export interface PostLetterNeeds {
  readonly mailer: Mailer;
  readonly clock: Clock;
}

/**
 * Hands one letter to the mail server. A repeat has the same `Message-ID` and `Date`; of the letter itself nothing is frozen,
 * because it holds links and codes, and is composed from the same ids again. Throws `Fault`.
 */
export async function postLetter(
  to: EmailAddress,
  letter: Letter,
  job: Job,
  tools: JobTools,
  { mailer, clock }: PostLetterNeeds,
): Promise<void> {
  const { date } = await tools.freeze({ date: clock.now() });
  await mailer.send({ to, ...letter, jobId: job.id, date }, tools.signal);
}
