import type { Clock } from '../../kernel/clock.ts';
import type { EmailAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Letter } from '../../kernel/letter.ts';
import { done, type Job, type JobResult, type JobTools, refused } from '../../outbox/job.ts';
import type { Mailer } from '../../ports/mailer.ts';
import type { Profile } from '../ports/account.ts';
import { mailsOf } from '../rules/third-party-id.ts';

/** The code of the fault for an address that the mail server will never take. */
const ADDRESS_REFUSED = 'email.address-refused';

export interface PostToNeeds {
  readonly mailer: Mailer;
  readonly addressHash: (address: EmailAddress) => string;
  readonly clock: Pick<Clock, 'now'>;
}

/** The address of the account to which a job's letter goes; undefined if it is no longer theirs. */
export const addressOf = (
  { destination }: Pick<Job, 'destination'>,
  account: Profile | undefined,
  addressHash: PostToNeeds['addressHash'],
): EmailAddress | undefined =>
  account && mailsOf(account).find((address) => destination === `email:${addressHash(address)}`);

/** Hands a letter to the mail server. A repeat has the same `Message-ID` and `Date`. Throws `Fault`. */
export async function postTo(
  to: EmailAddress,
  letter: Letter,
  job: Job,
  { freeze, signal }: JobTools,
  { mailer, clock }: Pick<PostToNeeds, 'mailer' | 'clock'>,
): Promise<JobResult> {
  const { date } = await freeze({ date: clock.now() });
  try {
    return done(await mailer.send({ to, ...letter, jobId: job.id, date }, signal));
  } catch (error) {
    // There is nothing that an operator could mend.
    if (error instanceof Fault && error.code === ADDRESS_REFUSED) return refused(error.words ?? error.message);
    throw error;
  }
}
