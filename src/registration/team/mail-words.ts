import { type Language, say } from '../../texts/say.ts';
import type { LettersWait, MailOutage } from '../ports/letters-wait.ts';
import { type MomentSettings, moment } from './moment.ts';
import { parseRoomKey, type RoomKey } from './room-key.ts';

/** Sentences that announce an email, so that somebody counts on it. */
const announcing: ReadonlySet<RoomKey> = new Set<RoomKey>([
  'room.thread.accountMade',
  'room.thread.nameLost',
  'room.thread.nameLostTouched',
  'room.thread.welcomeUnused',
  'room.thread.expired',
  'room.thread.noNamePicked',
  'room.thread.delayed',
  'room.answer.declined',
  'room.answer.resent',
  'room.refused.letter-waits',
]);

/** Why emails wait, as the end of a sentence. @param code of the fault that holds them back */
export const whyWords = (language: Language, code: string): string =>
  say(language, parseRoomKey(`room.mail.why.${code.replace(/^email\./, '')}`) ?? 'room.mail.why.other');

const outageValues = ({ since, code }: MailOutage, settings: MomentSettings) => ({
  time: moment(since, settings),
  why: whyWords(settings.teamLanguage, code),
});

/** Adds to a sentence that announces an email that emails wait, if they do. */
export function withOutage(key: RoomKey, text: string, lettersWait: LettersWait, settings: MomentSettings): string {
  const outage = announcing.has(key) ? lettersWait() : undefined;
  if (outage === undefined) return text;
  return `${text} ${say(settings.teamLanguage, 'room.mail.waits', outageValues(outage, settings))}`;
}
