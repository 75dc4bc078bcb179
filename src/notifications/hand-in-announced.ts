import { Fault } from '../kernel/fault.ts';
import { done, type JobHandler, nothing, unreadable } from '../outbox/job.ts';
import { type AcceptNeeds, makeAccept } from './accept.ts';
import { ANNOUNCER, announcedAs, orderOf, readAnnounced } from './rules/announce-job.ts';

export interface HandInAnnouncedNeeds extends Omit<AcceptNeeds, 'ids'> {
  /** Is what this part announced under this id still so? */
  readonly stillSo: (origin: string, id: string) => Promise<boolean>;
}

/**
 * Hands in what a part of Porter announced, as a program does, so that it is folded and held back as anything else. What is not so any
 * more goes nowhere, and so does what no route leads anywhere by now. Done twice it is a repetition.
 */
export const makeHandInAnnounced =
  ({ stillSo, ...needs }: HandInAnnouncedNeeds): JobHandler =>
  async (job) => {
    const announced = readAnnounced(job);
    if (announced === undefined) throw unreadable('A newer version of Porter wrote this');
    if (!(await stillSo(announced.origin, announced.id))) return nothing;
    const { acceptOrder } = makeAccept({ ...needs, ids: { next: () => announcedAs(announced) } });
    const outcome = await acceptOrder(orderOf(announced), { sender: ANNOUNCER, key: job.key, since: announced.at });
    if (outcome.ok) return done();
    if (outcome.refusal === 'target') return nothing;
    throw new Fault(`An announcement was refused: ${outcome.detail}`, {
      ...{ code: 'announce.refused', retryable: false, scope: 'message' },
    });
  };
