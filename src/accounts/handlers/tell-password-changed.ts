import type { Clock } from '../../kernel/clock.ts';
import type { EmailAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import { userIdOf } from '../../kernel/matrix-id.ts';
import { done, type JobHandler, nothing, refused, unreadable } from '../../outbox/job.ts';
import type { Mailer } from '../../ports/mailer.ts';
import type { Sender } from '../../texts/letters/section.ts';
import { passwordChangedLetter } from '../letters/password-changed.ts';
import type { AccountStore } from '../ports/account-store.ts';
import { readTellChanged } from '../rules/password-jobs.ts';

/** The code of the fault for an address that the mail server will never take. */
const ADDRESS_REFUSED = 'email.address-refused';

export interface TellChangedNeeds {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly mailer: Mailer;
  readonly addressHash: (address: EmailAddress) => string;
  readonly serverName: string;
  readonly sender: Sender;
  /** IANA name of the zone whose times letters show. */
  readonly timeZone: string;
  readonly clock: Pick<Clock, 'now'>;
}

/** Tells one address of a person that the password was changed, unless the address is no longer theirs. */
export const makeTellPasswordChanged =
  ({ accounts, mailer, addressHash, serverName, sender, timeZone, clock }: TellChangedNeeds): JobHandler =>
  async (job, { freeze, signal }) => {
    const order = readTellChanged(job, serverName);
    if (order === undefined) throw unreadable('A job to tell of a changed password cannot be read');
    const { localpart, at } = order;
    const to = (await accounts.find(localpart))?.addresses.find(
      (one) => one.medium === 'email' && job.destination === `email:${addressHash(one.address)}`,
    );
    if (to?.medium !== 'email') return nothing;
    const letter = passwordChangedLetter(sender, { userId: userIdOf(localpart, serverName), at, timeZone });
    const { date } = await freeze({ date: clock.now() });
    try {
      return done(await mailer.send({ to: to.address, ...letter, jobId: job.id, date }, signal));
    } catch (error) {
      // There is nothing that an operator could mend.
      if (error instanceof Fault && error.code === ADDRESS_REFUSED) return refused(error.words ?? error.message);
      throw error;
    }
  };
