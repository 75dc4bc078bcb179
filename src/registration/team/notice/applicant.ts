import { domainOf } from '../../../kernel/email-address.ts';
import { languageName } from '../../../kernel/languages.ts';
import { type Language, say } from '../../../texts/say.ts';
import type { Application } from '../../application.ts';
import type { RegistrationSettings } from '../../settings.ts';
import { type ToldText, toldOrder } from '../../told-order.ts';
import { inert, unpinged } from '../inert.ts';
import { type MomentSettings, moment, span } from '../moment.ts';
import { shortNumber } from '../people.ts';
import type { Block, Line, Run } from '../room-text.tsx';

/** The upper part of the notice: who would like to join, and why, with everything that was typed made inert. */
export function applicantBlocks(
  application: Application,
  provedAt: number | undefined,
  settings: MomentSettings & Pick<RegistrationSettings, 'serverName' | 'showEmail'>,
): readonly Block[] {
  const { teamLanguage: language, serverName } = settings;
  const { shortId, localpart, createdAt } = application;
  const told = toldOrder(application.order, language).map((line) => ({ ...line, text: inertText(line) }));
  const title = told.find(({ onNotice, text }) => onNotice === 'title' && text !== '')?.text;
  const name = title ?? inert(localpart, 100);
  const time = moment(createdAt, settings);
  const applied =
    provedAt === undefined
      ? time
      : say(language, 'room.notice.appliedProved', { time, took: span(language, provedAt - createdAt) });
  const userId: Run = { text: unpinged(`@${localpart}:${serverName}`), as: 'code' };

  return [
    { kind: 'heading', line: [say(language, 'room.notice.title', { number: shortNumber(shortId), name })] },
    {
      kind: 'lines',
      lines: [
        labelled(say(language, 'room.notice.matrixId'), userId),
        labelled(say(language, 'room.notice.mail'), mailRun(application, settings)),
        labelled(say(language, 'room.notice.language'), languageName(application.language, language)),
        labelled(say(language, 'room.notice.applied'), applied),
        ...told
          .filter(({ onNotice, text }) => onNotice === 'line' && text !== '')
          .map((line) => labelled(line.name, line.text)),
      ],
    },
    ...told.filter(({ onNotice }) => onNotice === 'quote').flatMap((line) => quoted(line, language)),
  ];
}

const labelled = (label: string, value: Run): Line => [{ text: `${label}: `, as: 'b' }, value];

/** The name of the field, and below it the applicant's own words. */
const quoted = ({ name, text }: ToldText, language: Language): readonly Block[] =>
  text === ''
    ? [{ kind: 'lines', lines: [labelled(name, say(language, 'room.notice.noneGiven'))] }]
    : [
        { kind: 'lines', lines: [[{ text: `${name}:`, as: 'b' }]] },
        { kind: 'quote', text },
      ];

const inertText = ({ text, cap, input }: ToldText): string => inert(text, cap, input === 'paragraph');

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
