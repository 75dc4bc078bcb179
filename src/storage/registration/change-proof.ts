import { domainOf } from '../../kernel/email-address.ts';
import type { Application } from '../../registration/application.ts';
import type { ApplicationStore, BesideProof } from '../../registration/ports/application-store.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import { lockCounter } from '../shared/counters.ts';
import type { Tx, Writer } from '../shared/write.ts';
import { applicationAudit } from './application-audit.ts';
import { capReads } from './find-applications.ts';
import { letterWaits } from './letter-waits.ts';
import { endLinks, findLink, keepLinks } from './links.ts';
import { lockProof, writeProof } from './proofs.ts';
import { lockApplication, updateApplication } from './update-application.ts';

export interface ChangeProofParts extends Pick<Writer, 'writeAndTell'> {
  readonly facts: DialectFacts;
  readonly addJobs: AddJobs;
  readonly now: () => number;
}

export function makeChangeProof({
  writeAndTell,
  facts,
  addJobs,
  now,
}: ChangeProofParts): ApplicationStore['changeProof'] {
  async function correctEmail(tx: Tx, found: Application, to: Pick<Application, 'email' | 'addressHash'>) {
    // The caller has checked the stage under this lock. Checked again, because a proved address must never change.
    if (found.stage !== 'submitted') throw new Error('the address of an application that is proved is not corrected');
    await updateApplication(tx, { ...found, ...to, version: found.version + 1 });
    await tx
      .insertInto('corrections')
      .values({ email_domain: domainOf(to.email), at: now() })
      .execute();
  }

  return (applicationId, change) =>
    writeAndTell(async (tx) => {
      // Locked before the proof row, in the order in which a move locks them, so that two transactions never deadlock.
      const application = await lockApplication(tx, facts, applicationId);
      const found = await lockProof(tx, facts, applicationId);
      if (application === undefined || found === undefined) return undefined;
      const beside = besideProof(tx, application, () => lockCounter(tx, facts, 'short-id'));
      const { result, proof, jobs = [], audit, email, voids = [], links = [] } = await change(found, beside);
      if (proof !== undefined) await writeProof(tx, { ...proof, applicationId });
      if (email !== undefined) await correctEmail(tx, application, email);
      await endLinks(tx, applicationId, voids);
      await keepLinks(tx, links);
      if (audit !== undefined) await applicationAudit.add(tx, audit);
      await addJobs(tx, jobs, now());
      return result;
    });
}

/** Takes the lock of the caps before it counts, so that nobody adds to the counts before this transaction ends. */
function besideProof(tx: Tx, application: Application, lock: () => Promise<void>): BesideProof {
  const { counts, lettersTo } = capReads(tx);
  return {
    application,
    link: (hash) => findLink(tx, hash),
    letterWaits: (letter, issue) => letterWaits(tx, application, letter, issue),
    async counts(...asked) {
      await lock();
      return counts(...asked);
    },
    async lettersTo(...asked) {
      await lock();
      return lettersTo(...asked);
    },
  };
}
