import type { UserId } from '../../../kernel/matrix-id.ts';
import { ok, refuse } from '../../../kernel/outcome.ts';
import type { InStage } from '../../application.ts';
import type { CommandOf, Move } from '../command.ts';
import { decide } from '../decision.ts';
import { approve, decline, waitOn } from '../entries.ts';
import { showNotice } from '../jobs.ts';
import { inOrder, sameVotes, staying } from '../stages.ts';

const stageOf = { open: 'waiting', approved: 'approved', declined: 'declined' } as const;

/**
 * Counts all live votes, in whatever order they came: while the application waits, while an approval has not made its account, and
 * while a refusal has not been sent. A decision by command is not counted again.
 */
export const votesAre: Move<CommandOf<'votes-are'>, 'voters'> = {
  needs: ['voters'],

  apply(found, { round, votes: heard }, always) {
    const { now, settings, voters } = always;
    if (found.stage === 'submitted' || found.stage === 'expired' || found.stage === 'withdrawn') {
      return refuse('not-waiting');
    }
    if (found.stage !== 'waiting' && found.stage !== 'approved' && found.stage !== 'declined')
      return refuse('too-late');
    // The votes are of an earlier round, read before an undo for instance.
    if (found.round !== round) return refuse('nothing-changed');

    const votes = inOrder(heard);
    const same = sameVotes(found.votes, votes);
    if (found.stage !== 'waiting' && found.how === 'person') {
      return same ? refuse('nothing-changed') : noted(found, []);
    }

    const decision = decide(votes, voters, settings.quorum);
    const by = decision.kind === 'open' ? [] : decision.by;
    if (stageOf[decision.kind] === found.stage) {
      const sameBy = found.stage === 'waiting' || String(found.by) === String(by);
      return same && sameBy ? refuse('nothing-changed') : noted(found, by);
    }

    const decided = { votes, by, how: 'votes' } as const;
    const entered =
      decision.kind === 'open'
        ? waitOn(found, votes, always)
        : decision.kind === 'approved'
          ? approve(found, decided, always)
          : decline(found, decided, always);
    return ok({ ...entered, by: 'porter', did: did(by) });

    /** The stage stays; only the notice changes. */
    function noted(application: InStage<'waiting' | 'approved' | 'declined'>, by: readonly UserId[]) {
      const recounted = application.stage !== 'waiting' && application.how === 'votes' ? { by } : {};
      const next = { ...staying(application), votes, ...recounted };
      return ok({ next, jobs: [showNotice(next, now)], by: 'porter' as const, did: did(by) });
    }

    function did(decidedBy: readonly UserId[]) {
      return { what: 'votes-are', votes: votes.length, decidedBy } as const;
    }
  },
};
