import { DAY } from '../../kernel/clock.ts';
import { done, type JobHandler, later, nothing } from '../../outbox/job.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import { proveLinkEnd } from '../rules/links.ts';
import type { SteadyNow } from '../steady-time.ts';
import { aboutOf, numberOf, textOf } from './payload.ts';

export interface ExpireApplicationNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findProof'>;
  readonly advance: Advance;
  readonly steadyNow: SteadyNow;
}

/** However often somebody asks for another letter, an address has to be proved within this time. */
const LONGEST_PROOF = 4 * DAY;
/** A letter may leave late (greylisting, a mail server that is down), and its link is good for 48 hours from then. */
const LATE_LETTER = DAY;

/** Ends a stage whose time is over, if the application has been in it since the job was made: new rounds in between give it no longer time. */
export function makeExpireApplication({ applications, advance, steadyNow }: ExpireApplicationNeeds): JobHandler {
  /**
   * Counted from when the newest letter was asked for, not from when it left. An address that already has an account gets no link,
   * and the page must not show the difference (hardening S7).
   */
  async function proofEnds({ id, createdAt }: Application): Promise<number> {
    const proof = await applications.findProof(id);
    const asked = proof?.asked.at(-1) ?? createdAt;
    return Math.min(proveLinkEnd(asked) + LATE_LETTER, createdAt + LONGEST_PROOF);
  }

  return async (job) => {
    const { id } = aboutOf(job);
    const application = await applications.find(id);
    if (application?.stage !== textOf(job, 'stage') || application.since !== numberOf(job, 'since')) return nothing;
    if (application.stage === 'submitted') {
      const ends = await proofEnds(application);
      if (ends > steadyNow()) return later(ends);
    }
    await advance(id, { kind: 'expire', entry: application.entry });
    return done();
  };
}
