import type { RegistrationTools } from '../app/registration/tools.ts';
import { utcText } from './print.ts';

type Details = NonNullable<Awaited<ReturnType<RegistrationTools['applications']['show']>>>;
type Application = Details['application'];

export const stageWords = {
  submitted: 'the address is not proved yet',
  waiting: 'waits for votes',
  approved: 'approved',
  admitted: 'has an account, the welcome link is not used yet',
  settled: 'settled: a password is set',
  declined: 'declined, the refusal is not sent yet',
  closed: 'declined and closed',
  expired: 'expired',
  withdrawn: 'withdrawn by the applicant',
} as const satisfies Record<Application['stage'], string>;

const symbols = { approve: '✅', decline: '❌' } as const;

const expiredBecause = {
  'not-proved': 'the address was not proved',
  'too-many-codes': 'too many wrong codes',
  'nobody-decided': 'nobody decided',
  'no-name-picked': 'no other name was picked',
  'account-gone': 'the account was closed before a password was set',
} as const;

/** Formats one application as lines for a terminal. Fields with paragraphs come last. */
export function pageOf({ application, told }: Pick<Details, 'application' | 'told'>): string {
  const { shortId, stage, language, createdAt, since, userId } = application;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['number', String(shortId)],
    ['stage', stageWords[stage]],
    ['expired because', stage === 'expired' ? expiredBecause[application.why] : undefined],
    ['name', application.localpart],
    ['mail', application.email],
    ...told.filter(({ input }) => input !== 'paragraph').map(({ name, text }) => [name.toLowerCase(), text] as const),
    ['account', userId],
    ['language', language],
    ['handed in', `${utcText(createdAt)} UTC`],
    ['so since', `${utcText(since)} UTC`],
    ['acts at', 'actsAt' in application ? `${utcText(application.actsAt)} UTC` : undefined],
    ['name lost', stage === 'approved' && application.nameLost ? 'yes: the applicant picks another' : undefined],
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
