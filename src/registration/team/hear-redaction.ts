import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { Advance } from '../advance.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Reaction } from '../ports/reaction.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { PostedEvent, VoteStore } from '../ports/vote-store.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { HeardRedaction } from './heard.ts';
import { takesVotes } from './live-votes.ts';
import { peopleNamed, personName } from './people.ts';
import { meaningOf } from './reaction-key.ts';
import { replaceLost } from './replace-lost.ts';
import { replyInRoom, sentence } from './team-jobs.ts';
import type { VoteCounter } from './vote-counter.ts';

export interface HearRedactionNeeds {
  readonly counter: Pick<VoteCounter, 'redact' | 'count'>;
  readonly applications: Pick<ApplicationStore, 'find' | 'audit'>;
  readonly votes: Pick<VoteStore, 'markRemoved'>;
  readonly room: Pick<TeamRoom, 'current' | 'displayNameOf'>;
  readonly advance: Advance;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'teamLanguage'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export type HearRedaction = (redaction: HeardRedaction) => Promise<void>;

/**
 * Handles a redaction in the team room, by the author or by a moderator. A vote that is taken back no longer counts; if its
 * decision has already taken effect, the thread only says so. A redacted notice is posted again in a new round, because nobody can
 * vote on the old one.
 */
export function makeHearRedaction(needs: HearRedactionNeeds): HearRedaction {
  const { counter, applications, room, jobs, settings, clock, log } = needs;

  async function takenBack({ eventId, roomId, sender, key }: Reaction, posted: PostedEvent | undefined): Promise<void> {
    if (posted?.kind !== 'notice' || posted.applicationId === undefined) return;
    const found = await applications.find(posted.applicationId);
    if (found === undefined || found.round !== posted.round) return;
    if (takesVotes(found)) return void (await counter.count(found.id, found));

    const acted = found.stage === 'admitted' || found.stage === 'settled' || found.stage === 'closed';
    if (!acted || found.how !== 'votes' || !found.by.includes(sender) || meaningOf(key) === undefined) return;
    const by = personName(settings.teamLanguage, sender, await peopleNamed(room, [sender]));
    const thread = { root: posted.eventId, replyTo: undefined };
    const reply = sentence('room.thread.takenBackLate', { by });
    await jobs.add([replyInRoom(`taken-back:${eventId}`, roomId, thread, reply, clock.now())]);
  }

  return async ({ eventId, roomId, sender, at }) => {
    if (roomId !== (room.current() ?? roomId)) return;
    const redacted = await counter.redact(eventId, roomId, at);
    if (redacted.was === 'reaction') return takenBack(redacted.reaction, redacted.posted);
    if (redacted.was !== 'notice' || redacted.posted.applicationId === undefined) return;

    const { applicationId, round } = redacted.posted;
    const found = await applications.find(applicationId);
    if (found?.stage !== 'waiting' || found.round !== round) return;
    log.warn('a live notice was redacted', { application: found.shortId, by: sender });
    await replaceLost(found, redacted.posted, needs);
  };
}
