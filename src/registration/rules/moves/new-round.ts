import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { waitAnew } from '../entries.ts';
import { lookAtNotice, sayInThread } from '../jobs.ts';

/**
 * Voting starts again on a fresh notice. A decision by votes that has not been acted on yet is dropped: its notice is in a room that
 * Porter no longer reads, so its votes could never be counted again.
 */
export const newRound: Move<CommandOf<'new-round'>, 'teamAt'> = {
  needs: ['teamAt'],

  apply(found, { why }, always) {
    const pending = (found.stage === 'approved' || found.stage === 'declined') && found.how === 'votes';
    if (found.stage !== 'waiting' && !pending) return refuse('not-waiting');
    // A notice that waits for its day goes on waiting.
    const at = Math.max(always.now, always.teamAt ?? 0);
    const { next, jobs } = waitAnew(found, always, found.round + 1, at);
    // One that was waiting already has waited since then, not since the new round, and its clock goes on.
    const waited = found.stage === 'waiting';
    const since = waited ? found.since : next.since;
    const fresh = waited ? jobs.filter(({ kind }) => kind !== 'registration.expire-application') : jobs;
    // People who see the same application a second time want to know why.
    const told =
      why === 'notice-removed'
        ? [sayInThread(next, 'room.thread.noticeRemoved', {}, always.now), lookAtNotice(next, always.now)]
        : [];
    return ok({
      next: { ...next, since },
      jobs: [...fresh, ...told],
      by: 'porter',
      did: { what: 'new-round', round: next.round, why },
    });
  },
};
