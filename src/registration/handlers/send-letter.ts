import { type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import { Fault } from '../../kernel/fault.ts';
import { done, type Job, type JobHandler, type JobResult, type JobTools, nothing, refused } from '../../outbox/job.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import { ASKED_AFTER } from '../end-without-account.ts';
import type { AccountProvisioner } from '../ports/account-provisioner.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import { isPlainLetter, type PlainLetterKind, sayUndelivered } from '../rules/undelivered.ts';
import type { LetterFor } from './letter-for.ts';
import { aboutOf, numberOf, textOf, unreadableJob } from './payload.ts';
import { ADDRESS_REFUSED, type Posting, type PostLetterNeeds, postLetter, refusedForGood } from './post-letter.ts';
import type { ProofLetter } from './proof-letter.ts';

export interface SendLetterNeeds extends PostLetterNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'changeProof' | 'addAudit'>;
  readonly accounts: Pick<AccountProvisioner, 'stateOf'>;
  readonly advance: Advance;
  readonly jobs: AddJobs;
  readonly letterFor: LetterFor;
  readonly proofLetter: ProofLetter;
}

/** Sends one letter to one applicant, unless the application has moved on and the letter would be wrong. */
export function makeSendLetter(needs: SendLetterNeeds): JobHandler {
  const { applications, accounts, advance, jobs, letterFor, proofLetter, clock } = needs;

  return async (job, tools) => {
    const { id, entry } = aboutOf(job);
    const application = await applications.find(id);
    if (application === undefined) return nothing;
    const kind = textOf(job, 'letter');
    const issue = numberOf(job, 'issue');
    if (kind === 'prove') return await sendProof(application, issue, job, tools);

    if (!isPlainLetter(kind)) throw unreadableJob();
    const to = recipient(application, job);
    if (to === undefined) return nothing;
    if (application.entry === entry && (await endedWithAccount(application, tools.signal))) return nothing;
    const letter = await letterFor(kind, application, { entry, issue });
    if (letter === undefined) return nothing;
    return await sendPlain(application, { applicationId: id, kind, to, letter }, job, tools);
  };

  /**
   * The link of a letter that waited, for the mail server say, would lead nowhere if the account is gone meanwhile. While the homeserver
   * cannot be asked the letter goes out: the page behind its link finds out as well.
   */
  async function endedWithAccount({ id, stage, since, userId }: Application, signal: AbortSignal): Promise<boolean> {
    if (stage !== 'admitted' || userId === undefined || clock.now() - since < ASKED_AFTER) return false;
    try {
      if ((await accounts.stateOf({ userId, applicationId: id }, signal)) !== 'gone') return false;
    } catch (error) {
      if (error instanceof Fault) return false;
      throw error;
    }
    await advance(id, { kind: 'account-gone', userId });
    return true;
  }

  /** If the letter is refused for good, the job becomes a dead letter for the operator, and the team is told. */
  async function sendPlain(
    application: Application,
    posting: Posting & { readonly kind: PlainLetterKind },
    job: Job,
    tools: JobTools,
  ): Promise<JobResult> {
    try {
      return done(await postLetter(posting, job, tools, needs));
    } catch (error) {
      const said = refusedForGood(error) && sayUndelivered(application, posting.kind, 'refused', job, clock.now());
      if (said) await jobs.add([said]);
      throw error;
    }
  }

  async function sendProof(application: Application, issue: number, job: Job, tools: JobTools): Promise<JobResult> {
    const to = recipient(application, job);
    if (application.stage !== 'submitted' || to === undefined) return nothing;
    const mayBeOut = job.firstTriedAt !== undefined;
    const mail = await proofLetter(application, { issue, mayBeOut }, tools.signal);
    if (mail === undefined) return nothing;
    try {
      const receipt = await postLetter({ applicationId: application.id, to, ...mail }, job, tools, needs);
      await tell(application, issue, 'sent');
      return done(receipt);
    } catch (error) {
      // The page shows it, and the address can be corrected there; the operator has nothing to do.
      if (!(error instanceof Fault) || error.code !== ADDRESS_REFUSED) throw error;
      await tell(application, issue, 'refused');
      return refused(error.words ?? error.message);
    }
  }

  /** The page shows what became of the newest letter only. */
  async function tell({ id }: Application, issue: number, mail: 'sent' | 'refused'): Promise<void> {
    await applications.changeProof(id, (proof) =>
      proof.nextIssue - 1 === issue ? { result: undefined, proof: { ...proof, mail } } : { result: undefined },
    );
  }
}

/** Undefined when the application has another address by now: a letter that was meant for the old one must not go to the new one. */
function recipient(
  { email, addressHash }: Application,
  { destination, payload: { to } }: Job,
): EmailAddress | undefined {
  if (to !== undefined) return parseEmailAddress(to);
  return destination === `email:${addressHash}` ? email : undefined;
}
