import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { PostedEvent, VoteStore } from '../ports/vote-store.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { HeardMessage } from './heard.ts';
import { takesVotes } from './live-votes.ts';
import { peopleNamed, personName } from './people.ts';
import { replyInRoom, sentence } from './team-jobs.ts';

export interface AnswerEncryptedVoteNeeds {
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly votes: Pick<VoteStore, 'findPosted'>;
  readonly room: Pick<TeamRoom, 'displayNameOf'>;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'teamLanguage'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Tells whoever reacted encrypted that the vote does not count and what to do: once per person, in the thread of the notice or
 * practice notice that the reaction is on. On anything else, and once votes no longer matter, it says nothing. Throws `Fault`.
 */
export type AnswerEncryptedVote = (message: HeardMessage) => Promise<void>;

export function makeAnswerEncryptedVote(needs: AnswerEncryptedVoteNeeds): AnswerEncryptedVote {
  const { applications, votes, room, jobs, settings, clock, log } = needs;

  async function isLive({ kind, applicationId, round }: PostedEvent): Promise<boolean> {
    const found = kind === 'notice' && applicationId !== undefined ? await applications.find(applicationId) : undefined;
    return found !== undefined && found.round === round && takesVotes(found);
  }

  return async ({ roomId, sender, reactsTo }) => {
    const posted = reactsTo && (await votes.findPosted(reactsTo));
    if (posted?.roomId !== roomId || !(posted.kind === 'practice' || (await isLive(posted)))) return;
    log.info('an encrypted reaction, which cannot be read', { user: sender });
    const by = personName(settings.teamLanguage, sender, await peopleNamed(room, [sender]));
    const thread = { root: posted.eventId, replyTo: undefined };
    const cause = `encrypted-vote:${posted.eventId}:${sender}`;
    await jobs.add([replyInRoom(cause, roomId, thread, sentence('room.thread.encryptedVote', { by }), clock.now())]);
  };
}
