import type { UserId } from '../../../kernel/matrix-id.ts';
import { type Language, say } from '../../../texts/say.ts';
import type { Application } from '../../application.ts';
import type { RegistrationSettings } from '../../settings.ts';
import type { ApplicationDetails } from '../applications.ts';
import { describeEvent } from '../describe-event.ts';
import { inert, unpinged } from '../inert.ts';
import { type MomentSettings, moment } from '../moment.ts';
import { applicantBlocks } from '../notice/applicant.ts';
import { outcome } from '../notice/outcome.ts';
import { actorName, type People, personName, shortNumber } from '../people.ts';
import { type Block, type Line, type RoomText, roomSentence, roomText } from '../room-text.tsx';
import { stageInWords } from '../stage-in-words.ts';
import { teamCommands } from './table.ts';
import type { TeamCommand } from './team-command.ts';

export const MOST_LISTED = 20;
/** Of what happened, the newest. */
const MOST_HISTORY = 15;
const MOST_VOTES = 30;

export function helpText(language: Language): RoomText {
  const lines = teamCommands.flatMap((command): readonly Line[] =>
    command.room === undefined ? [] : [[`${usageOf(command, language)}: ${say(language, command.help)}`]],
  );
  return roomText([
    { kind: 'heading', line: [say(language, 'room.help.title')] },
    { kind: 'list', items: lines },
    { kind: 'lines', lines: [[say(language, 'room.help.address')], [say(language, 'room.help.votes')]] },
  ]);
}

/** How it is written, by example. */
const usageOf = ({ words: [name], takesNumber, room }: TeamCommand, language: Language): string =>
  [
    name,
    ...(takesNumber ? ['12'] : []),
    ...(room?.reason === undefined ? [] : [room.example ?? say(language, 'room.help.because')]),
  ].join(' ');

/** @param found newest first; one more than `MOST_LISTED` says that there are more */
export function listText(
  found: readonly Application[],
  settings: MomentSettings & Pick<RegistrationSettings, 'serverName'>,
): RoomText {
  const { teamLanguage: language, serverName } = settings;
  if (found.length === 0) return roomSentence(say(language, 'room.answer.listEmpty'));
  const items = found.slice(0, MOST_LISTED).map(
    (application): Line => [
      say(language, 'room.answer.listLine', {
        number: shortNumber(application.shortId),
        userId: unpinged(`@${application.localpart}:${serverName}`),
        stage: stageInWords(application, language),
        time: moment(application.since, settings),
      }),
    ],
  );
  const title =
    found.length > MOST_LISTED
      ? say(language, 'room.answer.listMore', { count: MOST_LISTED })
      : say(language, 'room.answer.listTitle', { count: found.length });
  return roomText([
    { kind: 'lines', lines: [[title]] },
    { kind: 'list', items },
  ]);
}

/**
 * One application, who voted what, and what happened to it. Shows no more of the mail address than the notice does.
 *
 * @param voters who may vote now; undefined while that is unknown
 */
export function detailsText(
  { application, audit }: ApplicationDetails,
  people: People,
  voters: ReadonlySet<UserId> | undefined,
  settings: MomentSettings & Pick<RegistrationSettings, 'serverName' | 'showEmail' | 'approveDelay'>,
): RoomText {
  const language = settings.teamLanguage;
  const provedAt = audit.find(({ what }) => what === 'prove')?.at;
  const lines = audit.slice(-MOST_HISTORY).map((entry): Line => {
    const { what, detail } = describeEvent(entry, language);
    return [
      say(language, detail === '' ? 'room.answer.historyLine' : 'room.answer.historyDetail', {
        ...{ time: moment(entry.at, settings), what, by: actorName(language, entry.by, people) },
        detail: inert(detail, 200),
      }),
    ];
  });
  const history: readonly Block[] =
    lines.length === 0
      ? []
      : [
          { kind: 'lines', lines: [[{ text: `${say(language, 'room.answer.history')}:`, as: 'b' }]] },
          { kind: 'list', items: lines },
        ];
  return roomText([
    ...applicantBlocks(application, provedAt, settings),
    { kind: 'lines', lines: [[{ text: outcome(application, people, settings), as: 'b' }]] },
    ...votesOf(application, people, voters, language),
    ...history,
  ]);
}

const signs = { approve: '✅', decline: '❌' } as const;

/** Whose signs stand on the notice, one line a vote. Those of people who may not vote are marked: they count for nothing. */
function votesOf(
  application: Application,
  people: People,
  voters: ReadonlySet<UserId> | undefined,
  language: Language,
): readonly Block[] {
  if (!('votes' in application) || application.votes.length === 0) return [];
  const decided = new Set<string>('by' in application ? application.by : []);
  const lines = application.votes.slice(0, MOST_VOTES).map(({ voter, choice }): Line => {
    const counts = voters === undefined || voters.has(voter) || decided.has(voter);
    const line = `${signs[choice]} ${personName(language, voter, people)}`;
    return [counts ? line : `${line} ${say(language, 'room.answer.voteIdle')}`];
  });
  const more = application.votes.length - lines.length;
  return [
    { kind: 'lines', lines: [[{ text: `${say(language, 'room.answer.votes')}:`, as: 'b' }]] },
    { kind: 'list', items: more > 0 ? [...lines, [say(language, 'room.notice.more', { more })]] : lines },
  ];
}
