import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Reaction } from '../ports/reaction.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { VoteStore } from '../ports/vote-store.ts';
import type { RegistrationSettings } from '../settings.ts';
import { contradicts, hasVoted, makeHintAtVotes } from './hint-at-votes.ts';
import { takesVotes } from './live-votes.ts';
import { peopleNamed, personName } from './people.ts';
import { meaningOf } from './reaction-key.ts';
import { replyInRoom, sentence } from './team-jobs.ts';
import type { VoteCounter } from './vote-counter.ts';

export interface HearReactionNeeds {
  readonly counter: Pick<VoteCounter, 'keep' | 'count'>;
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly votes: Pick<VoteStore, 'findPosted' | 'findNotice'>;
  readonly room: Pick<TeamRoom, 'current' | 'votersAmong' | 'stopped' | 'displayNameOf'>;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'sender' | 'teamLanguage'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export type HearReaction = (reaction: Reaction) => Promise<void>;

/**
 * Stores a reaction of the team room, then counts the votes if it stands on a live notice. The same event changes nothing the
 * second time. Throws `Fault`; the stored reaction stays stored then.
 */
export function makeHearReaction(needs: HearReactionNeeds): HearReaction {
  const { counter, applications, votes, room, jobs, settings, clock, log } = needs;
  const hintAtVotes = makeHintAtVotes(needs);
  // People who were voters before are not asked about again here, which saves requests. `advance` asks again before it decides.
  const lately = new Set<UserId>();

  async function mayVote(user: UserId): Promise<boolean> {
    if (!lately.has(user) && (await room.votersAmong(new Set([user]))).has(user)) lately.add(user);
    return lately.has(user);
  }

  /** A vote sign on an earlier notice or on a line of the thread changes nothing, and whoever set it should know. */
  async function hintAt({ sender: by, roomId, target, key }: Reaction): Promise<void> {
    const choice = meaningOf(key);
    const posted = choice === undefined ? undefined : await votes.findPosted(target);
    if (choice === undefined || posted?.applicationId === undefined || posted.roomId !== roomId) return;
    const application = await applications.find(posted.applicationId);
    if (application === undefined || hasVoted(application, by)) return;
    const live = application.stage === 'waiting';
    // A sign on a message of the thread that agrees with the decision is mere talk.
    if (!live && (posted.kind !== 'notice' || takesVotes(application) || !contradicts(application, choice))) return;
    const notice = posted.kind === 'notice' ? posted : await votes.findNotice(application.id, posted.round);
    const thread = { root: notice?.eventId, replyTo: undefined };
    await hintAtVotes({ by, application, roomId, thread, why: live ? 'elsewhere' : 'closed' });
  }

  return async (reaction) => {
    const { eventId, roomId, sender, target, key } = reaction;
    if (sender === settings.sender || roomId !== (room.current() ?? roomId)) return;
    const kept = await counter.keep(reaction);
    const now = clock.now();

    if (kept.on === 'practice') {
      const thread = { root: target, replyTo: undefined };
      const reply = { what: 'practice', user: sender, sign: meaningOf(key) ?? '' } as const;
      await jobs.add([replyInRoom(`practice:${target}:${sender}`, roomId, thread, reply, now)]);
      return;
    }
    if (kept.on === 'other') {
      log.debug('a reaction on something that is no live notice', { event: eventId });
      return hintAt(reaction);
    }

    const { application, notice } = kept;
    const stopped = await room.stopped();
    if (stopped !== undefined) {
      // It is unknown who may vote. What is stored is counted once decisions go on.
      return log.warn('decisions are stopped, a reaction is only kept', { event: eventId, reason: stopped });
    }
    if (!(await mayVote(sender))) {
      return log.info('a reaction by somebody who may not vote', { user: sender, application: application.shortId });
    }
    if (meaningOf(key) === undefined) {
      const people = await peopleNamed(room, [sender]);
      const by = personName(settings.teamLanguage, sender, people);
      const reply = sentence('room.thread.otherSign', { by });
      // Said once per notice, because people also react for fun.
      const thread = { root: notice.eventId, replyTo: undefined };
      await jobs.add([replyInRoom(`other-sign:${notice.eventId}`, roomId, thread, reply, now)]);
      return;
    }
    await counter.count(application.id, application);
  };
}
