import type { NewJob } from '../../outbox/job.ts';
import type { Application } from '../application.ts';
import { type LetterKind, sayInThread } from './jobs.ts';

/** Letters that do not ask for the proof. */
export type PlainLetterKind = Exclude<LetterKind, 'prove' | 'already-account' | 'already-open'>;

/** What the thread says of a letter that the mail server refuses for good. */
type UndeliveredSentence =
  | 'room.thread.welcomeUndeliverable'
  | 'room.thread.welcomeChosenUndeliverable'
  | 'room.thread.nameLostUndeliverable'
  | 'room.thread.refusalUndeliverable'
  | 'room.thread.expiredUndeliverable';

/**
 * What the team is told if such a letter is refused for good. It is told only of letters without which somebody cannot go on, or
 * which the thread says were sent. A lost `received` or `address-changed` holds nobody up, and the team hears what follows an
 * `approved-delayed` anyway.
 */
const sentences: Readonly<Record<PlainLetterKind, UndeliveredSentence | undefined>> = {
  received: undefined,
  welcome: 'room.thread.welcomeUndeliverable',
  'welcome-reminder': 'room.thread.welcomeUndeliverable',
  'welcome-chosen': 'room.thread.welcomeChosenUndeliverable',
  'approved-delayed': undefined,
  'name-lost': 'room.thread.nameLostUndeliverable',
  refused: 'room.thread.refusalUndeliverable',
  expired: 'room.thread.expiredUndeliverable',
  'address-changed': undefined,
};

export const isPlainLetter = (kind: unknown): kind is PlainLetterKind =>
  typeof kind === 'string' && Object.hasOwn(sentences, kind);

/** True of a letter whose loss is told to the team. */
export const lossIsTold = (kind: PlainLetterKind): boolean => sentences[kind] !== undefined;

/** Refused for good by the mail server; or given up, with the number of its job. */
export type WhyUndelivered = 'refused' | { readonly givenUp: number };

/**
 * What the thread is told of a letter that did not arrive: once of each letter, however often it is tried and whatever ends it.
 * Undefined when its loss holds nobody up.
 *
 * @param letter its job
 */
export function sayUndelivered(
  of: Application,
  kind: PlainLetterKind,
  why: WhyUndelivered,
  letter: Pick<NewJob, 'key'>,
  now: number,
): NewJob | undefined {
  const sentence = sentences[kind];
  if (sentence === undefined) return undefined;
  const values = { id: of.shortId };
  const said =
    why === 'refused'
      ? sayInThread(of, sentence, values, now)
      : sayInThread(of, 'room.thread.letterGivenUp', { ...values, job: why.givenUp }, now);
  return { ...said, key: `say:undelivered:${letter.key}` };
}
