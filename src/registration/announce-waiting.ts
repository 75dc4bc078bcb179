import type { NewJob } from '../outbox/job.ts';
import type { Announce, StillSo, WhereDiscussed } from '../ports/announce.ts';
import { say } from '../texts/say.ts';
import type { Application } from './application.ts';
import type { ApplicationStore } from './ports/application-store.ts';
import type { TeamRoom } from './ports/team-room.ts';
import type { VoteStore } from './ports/vote-store.ts';
import type { RegistrationSettings } from './settings.ts';
import { inert } from './team/inert.ts';
import { shortNumber } from './team/people.ts';

/** Makes the jobs that tell people elsewhere what a move brings the team. */
export type AnnounceWaiting = (from: Application, to: Application, jobs: readonly NewJob[]) => readonly NewJob[];

/**
 * Announces an application that begins to wait for the team, when its notice is due. It names the applicant as the notice does, and
 * neither address nor reason, because other channels are read by others and kept by other companies.
 */
export const makeAnnounceWaiting =
  (announce: Announce, { teamLanguage }: Pick<RegistrationSettings, 'teamLanguage'>): AnnounceWaiting =>
  (from, to, jobs) => {
    const notice = jobs.find(({ kind }) => kind === 'registration.react-to-notice');
    // Only a fresh notice has Porter's own reactions; its edits bring nothing new.
    if (to.stage !== 'waiting' || from.stage === 'waiting' || notice === undefined) return [];
    const names = { number: shortNumber(to.shortId), name: inert(to.localpart, 100) };
    return announce({
      ...{ origin: 'registration', id: idOf(to), urgency: 'normal', at: notice.dueAt },
      title: say(teamLanguage, 'room.notice.title', names),
      lines: [say(teamLanguage, 'room.announce.vote')],
    });
  };

const idOf = ({ id, entry }: Pick<Application, 'id' | 'entry'>): string => `waiting:${id}:${entry}`;

const applicationIn = (announced: string): string => /^waiting:(.+):\d+$/.exec(announced)?.[1] ?? '';

/**
 * Says whether an application that was announced still waits for the team: an announcement for another day must not call people to
 * a vote about somebody who has withdrawn.
 */
export const makeStillWaiting =
  (applications: Pick<ApplicationStore, 'find'>): StillSo =>
  async (announced) => {
    const found = await applications.find(applicationIn(announced));
    return found?.stage === 'waiting' && idOf(found) === announced;
  };

export interface WhereDiscussedNeeds {
  readonly applications: Pick<ApplicationStore, 'find'>;
  readonly votes: Pick<VoteStore, 'findNotice'>;
  readonly room: Pick<TeamRoom, 'current'>;
}

/** Says where the team talks about an application that was announced: below its live notice, if that is in the team room. */
export const makeWhereDiscussed =
  ({ applications, votes, room }: WhereDiscussedNeeds): WhereDiscussed =>
  async (announced) => {
    const found = await applications.find(applicationIn(announced));
    const notice = found && (await votes.findNotice(found.id, found.round));
    return notice === undefined || notice.roomId !== room.current()
      ? undefined
      : { room: notice.roomId, thread: notice.eventId };
  };
