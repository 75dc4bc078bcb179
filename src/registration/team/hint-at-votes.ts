import type { Clock } from '../../kernel/clock.ts';
import type { RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { Application } from '../application.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { Choice } from '../rules/decision.ts';
import type { RegistrationSettings } from '../settings.ts';
import { peopleNamed, personName, shortNumber } from './people.ts';
import { stageInWords } from './stage-in-words.ts';
import { replyInRoom, sentence, type Thread } from './team-jobs.ts';

export interface HintAtVotesNeeds {
  readonly room: Pick<TeamRoom, 'votersAmong' | 'stopped' | 'displayNameOf'>;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'teamLanguage'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Something that a person did and that looks like a vote on this application, but is none. */
export interface NoVote {
  readonly by: UserId;
  readonly application: Application;
  readonly roomId: RoomId;
  readonly thread: Thread;
  /** `loose`: it answers nothing, so another application may be meant. `closed`: votes no longer change the application. */
  readonly why: 'elsewhere' | 'loose' | 'closed';
}

/**
 * Tells a voter how votes are cast, once per person and application, so that talk in a thread is not answered again and again.
 * Others are not told: their vote would not count either. Throws `Fault`.
 */
export type HintAtVotes = (noVote: NoVote) => Promise<void>;

const hints = { elsewhere: 'room.hint.elsewhere', loose: 'room.hint.loose', closed: 'room.hint.closed' } as const;

export function makeHintAtVotes({ room, jobs, settings, clock }: HintAtVotesNeeds): HintAtVotes {
  return async ({ by, application, roomId, thread, why }) => {
    // While decisions are stopped it is unknown who may vote, and the room has been told why.
    if ((await room.stopped()) !== undefined || !(await room.votersAmong(new Set([by]))).has(by)) return;
    const language = settings.teamLanguage;
    const { id, shortId } = application;
    const reply = sentence(hints[why], {
      by: personName(language, by, await peopleNamed(room, [by])),
      ...{ id: shortId, number: shortNumber(shortId), stage: stageInWords(application, language) },
    });
    await jobs.add([replyInRoom(`no-vote:${id}:${by}`, roomId, thread, reply, clock.now())]);
  };
}

/** Whether this person has voted on the notice already: then anything said elsewhere is talk. */
export const hasVoted = (application: Application, user: UserId): boolean =>
  'votes' in application && application.votes.some(({ voter }) => voter === user);

/** Whether a sign that came too late says something else than what was decided. */
export function contradicts({ stage }: Application, choice: Choice): boolean {
  switch (stage) {
    case 'approved':
    case 'admitted':
    case 'settled':
      return choice === 'decline';
    case 'declined':
    case 'closed':
      return choice === 'approve';
    case 'submitted':
    case 'waiting':
    case 'expired':
    case 'withdrawn':
      return true;
  }
}
