import {
  done,
  type Job,
  type JobHandler,
  type JobResult,
  type JobTools,
  later,
  nothing,
  refused,
} from '../../outbox/job.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { Advance } from '../advance.ts';
import { sayRefusalOut } from '../rules/jobs.ts';
import type { LetterFor } from './letter-for.ts';
import { aboutOf } from './payload.ts';
import { type Posting, type PostLetterNeeds, postLetter, refusedForGood } from './post-letter.ts';
import { type StillDecidedNeeds, stillDecided } from './still-decided.ts';

export interface SendRefusalNeeds extends StillDecidedNeeds, PostLetterNeeds {
  readonly applications: StillDecidedNeeds['applications'] & PostLetterNeeds['applications'];
  readonly jobs: AddJobs;
  readonly letterFor: LetterFor;
  readonly advance: Advance;
}

/**
 * Sends the refusal, once the delay is over and if the votes still refuse. The votes are read from the room: while the
 * homeserver is out of order this letter waits for it, and other letters go on.
 */
export function makeSendRefusal(needs: SendRefusalNeeds): JobHandler {
  const { applications, jobs, letterFor, advance, clock } = needs;

  return async (job, tools) => {
    const about = aboutOf(job);
    const decided = await stillDecided('declined', about, needs);
    if (decided.kind === 'later') return later(decided.at);
    if (decided.kind === 'past') return nothing;
    const { application } = decided;
    const letter = await letterFor('refused', application, { entry: about.entry, issue: 0 });
    if (letter === undefined) return nothing;
    const posting = { applicationId: application.id, kind: 'refused', to: application.email, letter } as const;
    const { letter: posted, result } = await post(posting, job, tools);
    const moved = await advance(about.id, { kind: 'refusal-sent', entry: about.entry, letter: posted });
    if (!moved.ok && posted === 'sent') await tellOut(about.id, job);
    return result;
  };

  /**
   * Tells the team that the decision was taken back while the letter was being sent, because the letter cannot be called back.
   */
  async function tellOut(id: string, job: Job): Promise<void> {
    const found = await applications.find(id);
    if (found !== undefined) await jobs.add([sayRefusalOut(found, job, clock.now())]);
  }

  /** A mailbox that is gone, or takes no letter of ours, does not keep a refused application open; the team is told. */
  async function post(
    posting: Posting,
    job: Job,
    tools: JobTools,
  ): Promise<{ readonly letter: 'sent' | 'refused'; readonly result: JobResult }> {
    try {
      return { letter: 'sent', result: done(await postLetter(posting, job, tools, needs)) };
    } catch (error) {
      if (refusedForGood(error)) return { letter: 'refused', result: refused(error.words ?? error.message) };
      throw error;
    }
  }
}
