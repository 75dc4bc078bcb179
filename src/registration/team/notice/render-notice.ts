import type { UserId } from '../../../kernel/matrix-id.ts';
import { say } from '../../../texts/say.ts';
import type { Application } from '../../application.ts';
import { whoSaid } from '../../rules/decision.ts';
import type { RegistrationSettings } from '../../settings.ts';
import type { People } from '../people.ts';
import { type Block, type RoomText, roomText } from '../room-text.tsx';
import { applicantBlocks } from './applicant.ts';
import { outcome } from './outcome.ts';
import { nameList, sideLine } from './side.ts';

/** What a notice shows beside the application itself. */
export interface NoticeState {
  /** Who may vote now; others' reactions are not shown. */
  readonly voters: ReadonlySet<UserId>;
  /** Names of everybody whom the notice may show, see `peopleOn`. */
  readonly people: People;
  /** When the address was proved, epoch milliseconds; undefined when that is not known. */
  readonly provedAt: number | undefined;
}

export type NoticeSettings = Pick<
  RegistrationSettings,
  'teamLanguage' | 'timeZone' | 'serverName' | 'showEmail' | 'quorum' | 'approveDelay'
>;

/** User IDs that the notice of this application names. */
export const peopleOn = (application: Application, voters: ReadonlySet<UserId>): readonly string[] => {
  const { approve, decline } = sides(application, voters);
  return [...approve, ...decline, ...('by' in application ? application.by : [])];
};

/** Renders the live notice: the applicant, the votes, the state, and what the team can do. Under 30 kB as an edit. */
export function renderNotice(application: Application, state: NoticeState, settings: NoticeSettings): RoomText {
  const { teamLanguage: language, quorum } = settings;
  const { shortId: id, stage } = application;
  const { approve, decline } = sides(application, state.voters);

  const voting: readonly Block[] =
    'votes' in application
      ? [
          {
            kind: 'lines',
            lines: [
              sideLine(language, 'approve', approve, quorum.approve, state.people),
              sideLine(language, 'decline', decline, quorum.decline, state.people),
            ],
          },
        ]
      : [];
  const waiting = [[say(language, 'room.notice.howTo')], [say(language, 'room.notice.commands', { id })]];
  const revocable = stage === 'approved' || stage === 'admitted' || stage === 'declined';
  const hints = stage === 'waiting' ? waiting : revocable ? [[say(language, 'room.notice.undo', { id })]] : [];

  return roomText([
    ...applicantBlocks(application, state.provedAt, settings),
    ...voting,
    { kind: 'lines', lines: [[{ text: decision(application, state.people, settings), as: 'b' }]] },
    ...(hints.length === 0 ? [] : ([{ kind: 'lines', lines: hints }] as const)),
  ]);
}

/** After an approval the notice stays as it is: what happens to the account is said in its thread. */
function decision(application: Application, people: People, settings: NoticeSettings): string {
  const { teamLanguage: language } = settings;
  if (application.stage !== 'admitted' && application.stage !== 'settled')
    return outcome(application, people, settings);
  return say(language, 'room.outcome.approved', { by: nameList(language, application.by, people) });
}

/** Who said what. Those who decided stay named even if they may no longer vote. */
function sides(application: Application, voters: ReadonlySet<UserId>) {
  if (!('votes' in application)) return { approve: [], decline: [] };
  const decided = new Set<string>('by' in application ? application.by : []);
  const counting = application.votes.filter(({ voter }) => voters.has(voter) || decided.has(voter));
  return whoSaid(counting, new Set(counting.map(({ voter }) => voter)));
}
