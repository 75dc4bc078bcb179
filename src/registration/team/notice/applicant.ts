import { domainOf } from '../../../kernel/email-address.ts';
import { say } from '../../../texts/say.ts';
import type { Application } from '../../application.ts';
import type { RegistrationSettings } from '../../settings.ts';
import { inert, unpinged } from '../inert.ts';
import { moment, span } from '../moment.ts';
import { shortNumber } from '../people.ts';
import type { Block, Line, Run } from '../room-text.tsx';

/** Who wants in, and why: what the applicant typed, inert. */
export function applicantBlocks(
  application: Application,
  provedAt: number | undefined,
  settings: Pick<RegistrationSettings, 'teamLanguage' | 'serverName' | 'showEmail'>,
): readonly Block[] {
  const { teamLanguage: language, serverName } = settings;
  const { shortId, localpart, displayName, createdAt } = application;
  const name = inert(displayName === '' ? localpart : displayName, 100);
  const time = moment(createdAt);
  const applied =
    provedAt === undefined
      ? time
      : say(language, 'room.notice.appliedProved', { time, took: span(language, provedAt - createdAt) });
  const userId: Run = { text: unpinged(`@${localpart}:${serverName}`), as: 'code' };
  const reason = inert(application.reason, 1_000, true);

  const labelled = (label: string, value: Run): Line => [{ text: `${label}: `, as: 'b' }, value];
  return [
    { kind: 'heading', line: [say(language, 'room.notice.title', { number: shortNumber(shortId), name })] },
    {
      kind: 'lines',
      lines: [
        labelled(say(language, 'room.notice.matrixId'), userId),
        labelled(say(language, 'room.notice.mail'), mailRun(application, settings)),
        labelled(say(language, 'room.notice.language'), say(language, `room.language.${application.language}`)),
        labelled(say(language, 'room.notice.applied'), applied),
        reason === ''
          ? labelled(say(language, 'room.notice.reason'), say(language, 'room.notice.noReason'))
          : [{ text: `${say(language, 'room.notice.reason')}:`, as: 'b' }],
      ],
    },
    ...(reason === '' ? [] : ([{ kind: 'quote', text: reason }] as const)),
  ];
}

function mailRun(
  { email }: Application,
  { teamLanguage, showEmail }: Pick<RegistrationSettings, 'teamLanguage' | 'showEmail'>,
): Run {
  switch (showEmail) {
    case 'full':
      return { text: unpinged(email), as: 'code' };
    case 'domain':
      return say(teamLanguage, 'room.notice.mailDomain', { domain: inert(domainOf(email), 255) });
    case 'hidden':
      return say(teamLanguage, 'room.notice.mailHidden');
  }
}
