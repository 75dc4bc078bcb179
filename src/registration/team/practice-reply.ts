import type { UserId } from '../../kernel/matrix-id.ts';
import { say } from '../../texts/say.ts';
import type { RegistrationSettings } from '../settings.ts';
import { nameList } from './notice/side.ts';
import { type People, personName } from './people.ts';
import { type Line, type RoomText, roomText } from './room-text.tsx';
import type { Reply } from './team-jobs.ts';

const meanings = { approve: 'room.practice.meaningApprove', decline: 'room.practice.meaningDecline' } as const;

/** Answers a reaction to the practice notice: that it arrived, whether this person may vote, what the sign means, and who may. */
export function practiceReply(
  { user, sign }: Extract<Reply, { what: 'practice' }>,
  voters: ReadonlySet<UserId>,
  people: People,
  { teamLanguage: language, quorum }: Pick<RegistrationSettings, 'teamLanguage' | 'quorum'>,
): RoomText {
  const sorted = [...voters].sort();
  const may = sorted.some((voter) => voter === user);
  const meaning = sign === 'approve' || sign === 'decline' ? meanings[sign] : ('room.practice.meaningNothing' as const);
  const who: readonly Line[] =
    sorted.length === 0
      ? [[say(language, 'room.practice.noVoters')]]
      : [[say(language, 'room.practice.voters', { count: sorted.length })], [nameList(language, sorted, people)]];
  return roomText([
    {
      kind: 'lines',
      lines: [
        [say(language, 'room.practice.reached', { by: personName(language, user, people) })],
        [{ text: say(language, may ? 'room.practice.mayVote' : 'room.practice.mayNot'), as: 'b' }],
        ...(may ? [[say(language, meaning)]] : []),
      ],
    },
    { kind: 'lines', lines: who },
    {
      kind: 'lines',
      lines: [[say(language, 'room.practice.quorum', { approvals: quorum.approve, declines: quorum.decline })]],
    },
  ]);
}
