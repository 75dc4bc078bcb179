import { DAY } from '../../kernel/clock.ts';
import type { JobHandler } from '../../outbox/job.ts';
import type { Advance } from '../advance.ts';
import type { Application } from '../application.ts';
import type { ApplicationStore } from '../ports.ts';
import { proveLinkEnd } from '../rules/links.ts';
import type { SteadyNow } from '../steady-time.ts';
import { aboutOf } from './payload.ts';

export interface ExpireApplicationNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findProof'>;
  readonly advance: Advance;
  readonly steadyNow: SteadyNow;
}

/** However often somebody asks for another letter, an address has to be proved within this time. */
const LONGEST_PROOF = 4 * DAY;

/** The clock of one stage entry. */
export function makeExpireApplication({ applications, advance, steadyNow }: ExpireApplicationNeeds): JobHandler {
  /** The newest letter's link is good for 48 hours from its sending, whenever that was. */
  async function proofEnds({ id, createdAt }: Application): Promise<number> {
    const proof = await applications.findProof(id);
    const newest = proof?.codes.at(-1)?.at ?? createdAt;
    return Math.min(proveLinkEnd(newest), createdAt + LONGEST_PROOF);
  }

  return async (job) => {
    const { id, entry } = aboutOf(job);
    const application = await applications.find(id);
    if (application === undefined || application.entry !== entry) return 'done';
    if (application.stage === 'submitted') {
      const ends = await proofEnds(application);
      if (ends > steadyNow()) return { later: ends };
    }
    await advance(id, { kind: 'expire', entry });
    return 'done';
  };
}
