import type { RegistrationTools } from '../app/registration/tools.ts';
import { utcText } from './print.ts';

type Details = NonNullable<Awaited<ReturnType<RegistrationTools['applications']['show']>>>;

const symbols = { approve: '✅', decline: '❌' } as const;

/** Formats one application as lines for a terminal. Fields with paragraphs come last. @param stage where it stands, in words */
export function pageOf({ application, told }: Pick<Details, 'application' | 'told'>, stage: string): string {
  const { shortId, language, createdAt, since, userId } = application;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['number', String(shortId)],
    ['stage', stage],
    ['name', application.localpart],
    ['mail', application.email],
    ...told.filter(({ input }) => input !== 'paragraph').map(({ name, text }) => [name.toLowerCase(), text] as const),
    ['account', userId],
    ['language', language],
    ['handed in', `${utcText(createdAt)} UTC`],
    ['so since', `${utcText(since)} UTC`],
    ['acts at', 'actsAt' in application ? `${utcText(application.actsAt)} UTC` : undefined],
    [
      'name lost',
      application.stage === 'approved' && application.nameLost ? 'yes: the applicant picks another' : undefined,
    ],
    [
      'votes',
      'votes' in application
        ? application.votes.map(({ voter, choice }) => `${symbols[choice]} ${voter}`).join(', ')
        : undefined,
    ],
    [
      'decided by',
      'how' in application
        ? `${application.by.map(whoIs).join(', ')}${application.how === 'votes' ? ', by votes' : ''}`
        : undefined,
    ],
  ];
  const filled = rows.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...filled.map(([label]) => label.length)) + 2;
  const lines = filled.map(([label, value]) => `${label.padEnd(width)}${value}`);
  const paragraphs = told
    .filter(({ input, text }) => input === 'paragraph' && text !== '')
    .map(({ name, text }) => `${name.toLowerCase()}\n${text.replaceAll(/^/gm, '  ')}`);
  return [...lines, ...paragraphs].join('\n');
}

/** Says who did something. @param by as in the audit: `applicant`, `porter`, a user ID, `cli:<system user>` */
export function whoIs(by: string): string {
  if (by.startsWith('cli:')) return `${by.slice(4)} on the command line`;
  return by === 'applicant' ? 'the applicant' : by === 'porter' ? 'Porter' : by;
}
