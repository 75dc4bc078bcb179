import type { Clock } from '../../kernel/clock.ts';
import type { EmailAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Letter } from '../../kernel/letter.ts';
import type { Job, JobTools, Receipt } from '../../outbox/job.ts';
import type { Mailer } from '../../ports/mailer.ts';
import type { LetterResult } from '../ports/application-audit.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { LetterKind } from '../rules/jobs.ts';

/** The code of the fault for an address that the mail server will never take. */
export const ADDRESS_REFUSED = 'email.address-refused';

/** True if the mail server refuses the address or the content for good, so that no later attempt can deliver this letter. */
export const refusedForGood = (error: unknown): error is Fault =>
  error instanceof Fault && !error.retryable && error.scope !== 'channel';

export interface PostLetterNeeds {
  readonly applications: Pick<ApplicationStore, 'addAudit'>;
  readonly mailer: Mailer;
  readonly clock: Clock;
}

/** One letter and what is kept of it. */
export interface Posting {
  readonly applicationId: string;
  readonly kind: LetterKind;
  readonly to: EmailAddress;
  readonly letter: Letter;
}

/**
 * Hands one letter to the mail server and notes that it left, or that it was refused for good. A repeat has the same `Message-ID`
 * and `Date`. The letter itself is not frozen, because it holds links and codes: a repeat composes it again from the same ids.
 * Throws `Fault`.
 */
export async function postLetter(
  { applicationId, kind, to, letter }: Posting,
  job: Job,
  tools: JobTools,
  { applications, mailer, clock }: PostLetterNeeds,
): Promise<Receipt> {
  const note = (result: LetterResult) =>
    applications.addAudit({
      subject: applicationId,
      at: clock.now(),
      by: 'porter',
      what: 'letter',
      letter: kind,
      result,
    });
  const { date } = await tools.freeze({ date: clock.now() });
  let receipt: Receipt;
  try {
    receipt = await mailer.send({ to, ...letter, jobId: job.id, date }, tools.signal);
  } catch (error) {
    if (refusedForGood(error)) await note('refused');
    throw error;
  }
  await note('sent');
  return receipt;
}
